//! Number format codes such as `#,##0.00"万元";[Red]-0` taken apart (ECMA-376 part 1, §18.8.31).
//!
//! Colours, padding (`_ `) and fill (`* `) are looks only and are dropped here.

use rust_decimal::Decimal;

/// One of the up to four sections of a code.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Section {
    /// `[>=100]` and the like.
    pub condition: Option<(Comparison, Decimal)>,
    /// What to show, in order.
    pub tokens: Vec<Token>,
}

/// How a condition compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Less,
    LessOrEqual,
    Equal,
    NotEqual,
    GreaterOrEqual,
    Greater,
}

/// One piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Shown as it is.
    Literal(char),
    /// `0`, `#` or `?`.
    Digit(char),
    /// The decimal point.
    Point,
    /// Thousands separator, or division by a thousand.
    Comma,
    /// `%`
    Percent,
    /// `E+` or `E-`; whether a plus is shown.
    Exponent(bool),
    /// `/` between digits.
    Slash,
    /// `@`
    Text,
    /// `General`
    General,
    /// Run of one date letter, in lower case: `y m d h s a e`.
    Date(char, usize),
    /// `[h]`, `[mm]`, `[ss]`: may exceed a day.
    Elapsed(char, usize),
    /// `AM/PM`, or 上午/下午 when true.
    Noon(bool),
}

impl Section {
    /// Whether it shows a date or a time.
    pub fn is_date(&self) -> bool {
        self.tokens
            .iter()
            .any(|token| matches!(token, Token::Date(..) | Token::Elapsed(..) | Token::Noon(_)))
    }
}

/// All sections of a code.
pub(super) fn sections(code: &str) -> Vec<Section> {
    let mut scanner = Scanner { rest: code, section: Section::default(), done: Vec::new() };
    while let Some(first) = scanner.rest.chars().next() {
        scanner.step(first);
    }
    scanner.done.push(scanner.section);
    scanner.done
}

struct Scanner<'code> {
    rest: &'code str,
    section: Section,
    done: Vec<Section>,
}

impl Scanner<'_> {
    fn step(&mut self, first: char) {
        if self.word() {
            return;
        }
        match first {
            ';' => {
                self.done.push(std::mem::take(&mut self.section));
                self.advance(1);
            }
            '"' => self.quoted(),
            '\\' | '!' => self.escaped(),
            '_' | '*' => self.advance(2),
            '[' => self.bracket(),
            '0' | '#' | '?' => self.single(Token::Digit(first)),
            '.' => self.single(Token::Point),
            ',' => self.single(Token::Comma),
            '%' => self.single(Token::Percent),
            '/' => self.single(Token::Slash),
            '@' => self.single(Token::Text),
            _ if "ymdhsaeYMDHSAE".contains(first) => self.date_run(first.to_ascii_lowercase()),
            // Era and Buddhist calendar letters show nothing in a Chinese format.
            'g' | 'G' | 'b' | 'B' => self.advance(1),
            _ => self.single(Token::Literal(first)),
        }
    }

    /// Words that mean one thing although their letters mean others.
    fn word(&mut self) -> bool {
        const WORDS: [(&str, Token); 8] = [
            ("General", Token::General),
            ("G/通用格式", Token::General),
            ("上午/下午", Token::Noon(true)),
            ("AM/PM", Token::Noon(false)),
            ("A/P", Token::Noon(false)),
            ("E+", Token::Exponent(true)),
            ("E-", Token::Exponent(false)),
            ("通用格式", Token::General),
        ];
        for (word, token) in WORDS {
            let head = self.rest.get(..word.len());
            if head.is_some_and(|head| head.eq_ignore_ascii_case(word)) {
                self.rest = &self.rest[word.len()..];
                self.section.tokens.push(token);
                return true;
            }
        }
        false
    }

    fn advance(&mut self, characters: usize) {
        let mut rest = self.rest.chars();
        rest.by_ref().take(characters).for_each(drop);
        self.rest = rest.as_str();
    }

    fn single(&mut self, token: Token) {
        self.section.tokens.push(token);
        self.advance(1);
    }

    fn quoted(&mut self) {
        let inside = &self.rest[1..];
        let (text, rest) = inside.split_once('"').unwrap_or((inside, ""));
        self.section.tokens.extend(text.chars().map(Token::Literal));
        self.rest = rest;
    }

    fn escaped(&mut self) {
        self.advance(1);
        if let Some(character) = self.rest.chars().next() {
            self.single(Token::Literal(character));
        }
    }

    fn date_run(&mut self, letter: char) {
        let length = self.rest.chars().take_while(|c| c.eq_ignore_ascii_case(&letter)).count();
        self.section.tokens.push(Token::Date(letter, length));
        self.advance(length);
    }

    /// A condition, a currency sign, elapsed time; colours and `[DBNum1]` show nothing.
    fn bracket(&mut self) {
        let inside = &self.rest[1..];
        let (text, rest) = inside.split_once(']').unwrap_or((inside, ""));
        self.rest = rest;
        if let Some(currency) = text.strip_prefix('$') {
            let sign = currency.split('-').next().unwrap_or("");
            self.section.tokens.extend(sign.chars().map(Token::Literal));
            return;
        }
        let first = text.chars().next().unwrap_or(' ').to_ascii_lowercase();
        if "hms".contains(first) && text.chars().all(|c| c.eq_ignore_ascii_case(&first)) {
            self.section.tokens.push(Token::Elapsed(first, text.len()));
            return;
        }
        if let Some(condition) = condition(text) {
            self.section.condition = Some(condition);
        }
    }
}

fn condition(text: &str) -> Option<(Comparison, Decimal)> {
    const SIGNS: [(&str, Comparison); 6] = [
        ("<=", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("<>", Comparison::NotEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        ("=", Comparison::Equal),
    ];
    let (sign, comparison) = SIGNS.into_iter().find(|(sign, _)| text.starts_with(sign))?;
    Some((comparison, text[sign.len()..].trim().parse().ok()?))
}
