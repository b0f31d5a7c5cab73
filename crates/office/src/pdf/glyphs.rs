//! One page as drawn: its glyphs with their boxes, and every thin straight mark.
//!
//! Colours, images and shadings are looked at only as far as they tell whether a mark is
//! visible; nothing is rendered. What the marks mean is settled in [`super::rules`].

use hayro_interpret::font::{Glyph as Drawn, GlyphRun};
use hayro_interpret::hayro_cmap::{BfString, WritingMode};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, Image, ImageDrawProps, Paint, SoftMask,
};
use hayro_syntax::object::Dict;
use hayro_syntax::object::dict::keys::ACTUAL_TEXT;
use kurbo::{Affine, BezPath, Point, Shape};

use super::area::Area;
use super::characters;
use super::rules::{self, Rule};

/// One character on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Glyph {
    pub character: char,
    /// Ascent and descent are taken as 0.8 and 0.2 of the type size whatever the font says.
    pub area: Area,
    /// Type size in points.
    pub size: f64,
    /// Quarter turns clockwise of the direction of reading; 1 is downwards.
    pub turn: u8,
    /// The point that decides which cell it belongs to: its middle, moved inside the clip.
    pub anchor: (f64, f64),
}

/// Everything on a page that matters for its text.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    pub glyphs: Vec<Glyph>,
    pub rules: Vec<Rule>,
    /// Images drawn.
    pub images: usize,
    /// Glyphs drawn invisibly (the text layer of a recognised scan).
    pub invisible: usize,
    /// Glyphs whose character the file does not tell.
    pub unknown: usize,
}

/// Raised inside the interpreter, which cannot be asked to stop, and caught around it.
pub(super) struct Stopped(pub crate::ReadError);

/// Takes down what the interpreter draws.
pub(super) struct Recorder<'b> {
    pub drawing: Drawing,
    budget: &'b mut crate::Budget,
    clips: Vec<Area>,
    marks: usize,
    /// Open marked content: the text it stands for, if it says so, and the first glyph in it.
    marked: Vec<Option<(String, usize)>>,
}

/// More marks than this on one page are a drawing, not a form.
const MARKS_A_PAGE: usize = 400_000;

impl<'b> Recorder<'b> {
    pub fn new(page: Area, budget: &'b mut crate::Budget) -> Self {
        Recorder {
            drawing: Drawing::default(),
            budget,
            clips: vec![page],
            marks: 0,
            marked: Vec::new(),
        }
    }

    fn clip(&self) -> Option<&Area> {
        self.clips.last()
    }

    /// Counts one mark and leaves the interpreter when there are too many or time is up.
    fn count(&mut self) {
        self.marks += 1;
        let counted =
            if self.marks.is_multiple_of(256) { self.budget.take_bytes(256 * 64) } else { Ok(()) };
        let too_many = || crate::ReadError::TooLarge {
            what: "一页上的文字和线条太多".to_owned(),
            limit: format!("{MARKS_A_PAGE} 个"),
            remedy: "请只保留绩效目标表所在的页后再试".to_owned(),
        };
        let counted =
            counted.and_then(|()| if self.marks > MARKS_A_PAGE { Err(too_many()) } else { Ok(()) });
        if let Err(error) = counted {
            std::panic::resume_unwind(Box::new(Stopped(error)));
        }
    }

    fn push_clip(&mut self, area: Area) {
        let nothing = Area { left: 0.0, top: 0.0, right: 0.0, bottom: 0.0 };
        let clip = match self.clip() {
            Some(outer) => outer.shared(&area).unwrap_or(nothing),
            None => area,
        };
        self.clips.push(clip);
    }

    fn add_rules(&mut self, found: Vec<Rule>) {
        let Some(clip) = self.clip().map(|clip| clip.grown(1.0)) else { return };
        self.drawing.rules.extend(found.into_iter().filter_map(|rule| rule.inside(&clip)));
    }

    fn add_glyph(&mut self, drawn: &Drawn<'_>, to_page: Affine, mode: WritingMode) {
        let vertical = matches!(mode, WritingMode::Vertical);
        let advance = match drawn {
            _ if vertical => 1000.0,
            Drawn::Outline(glyph) => f64::from(glyph.advance_width().unwrap_or(1000.0)),
            Drawn::Type3(glyph) => f64::from(glyph.advance_width().unwrap_or(1000.0)),
        };
        let corner = |x: f64, y: f64| to_page * Point::new(x, y);
        let area = Area::between(corner(0.0, -200.0), corner(advance, 800.0));
        let Some(clip) = self.clip().copied() else { return };
        if !area.is_sane() || area.shared(&self.clips[0]).is_none() {
            return; // beside the sheet: nobody can see it
        }
        let along = corner(1000.0, 0.0) - corner(0.0, 0.0);
        let turn = (quarter(along) + u8::from(vertical)) % 4;
        let text = match drawn.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => self.unnamed(drawn.char_code()),
        };
        let (x, y) = area.middle();
        let anchor = (x.clamp(clip.left, clip.right), y.clamp(clip.top, clip.bottom));
        let size = (corner(0.0, 1000.0) - corner(0.0, 0.0)).hypot();
        let shown = text.chars().filter(|c| *c != '\0').map(characters::plain);
        for (area, character) in split(area, turn, shown.collect()) {
            self.drawing.glyphs.push(Glyph { character, area, size, turn, anchor });
        }
    }

    /// Gives the glyphs from `first` on the text the file says they stand for.
    fn replace(&mut self, first: usize, text: &str) {
        let glyphs = &mut self.drawing.glyphs;
        let Some(leader) = glyphs.get(first).cloned() else { return };
        let same_line = |glyph: &Glyph| {
            glyph.turn == leader.turn && (glyph.area.top - leader.area.top).abs() < leader.size
        };
        let characters: Vec<char> = text.chars().filter(|c| !c.is_control()).collect();
        if glyphs.len() - first == characters.len() {
            for (glyph, character) in glyphs[first..].iter_mut().zip(characters) {
                glyph.character = character;
            }
        } else if glyphs[first..].iter().all(same_line) {
            let area = glyphs[first..].iter().fold(leader.area, |area, g| area.around(&g.area));
            glyphs.truncate(first);
            let parts = split(area, leader.turn, characters);
            glyphs.extend(parts.into_iter().map(|(area, character)| Glyph {
                character,
                area,
                ..leader.clone()
            }));
        }
    }

    /// The text of a glyph the file gives no character for.
    fn unnamed(&mut self, code: u32) -> String {
        if matches!(code, 0x20 | 0xa0) {
            return " ".to_owned();
        }
        self.drawing.unknown += 1;
        char::REPLACEMENT_CHARACTER.to_string()
    }
}

/// Quarter turns clockwise (on a page whose y runs downwards) of a direction.
fn quarter(along: kurbo::Vec2) -> u8 {
    if along.x.abs() >= along.y.abs() {
        if along.x >= 0.0 { 0 } else { 2 }
    } else if along.y >= 0.0 {
        1
    } else {
        3
    }
}

/// One box a character: a ligature shares its box among the characters it stands for.
fn split(area: Area, turn: u8, characters: Vec<char>) -> Vec<(Area, char)> {
    #[allow(clippy::cast_precision_loss)] // a handful
    let parts = characters.len() as f64;
    let slice = |index: usize| {
        #[allow(clippy::cast_precision_loss)]
        let (from, to) = (index as f64 / parts, (index + 1) as f64 / parts);
        let (from, to) = if turn >= 2 { (1.0 - to, 1.0 - from) } else { (from, to) };
        if turn.is_multiple_of(2) {
            let left = area.left + area.width() * from;
            Area { left, right: area.left + area.width() * to, ..area }
        } else {
            let top = area.top + area.height() * from;
            Area { top, bottom: area.top + area.height() * to, ..area }
        }
    };
    characters.iter().enumerate().map(|(index, c)| (slice(index), *c)).collect()
}

/// A text string of a PDF: UTF-16 or UTF-8 with a byte order mark, else Latin letters.
fn decode_text(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => encoding_rs::UTF_16BE.decode(rest).0.into_owned(),
        [0xff, 0xfe, rest @ ..] => encoding_rs::UTF_16LE.decode(rest).0.into_owned(),
        [0xef, 0xbb, 0xbf, rest @ ..] => encoding_rs::UTF_8.decode(rest).0.into_owned(),
        _ => encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned(),
    }
}

/// Whether paint can be seen on white paper.
fn is_seen(paint: &Paint<'_>) -> bool {
    let Paint::Color(color) = paint else { return true };
    let [red, green, blue, alpha] = color.to_rgba().to_rgba8();
    alpha > 8 && [red, green, blue].iter().any(|part| *part < 250)
}

impl<'a> Device<'a> for Recorder<'_> {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, draw_mode: &DrawMode) {
        self.count();
        if !is_seen(&props.paint) {
            return;
        }
        let on_page = props.transform * path.clone();
        if let DrawMode::Fill(_) | DrawMode::FillAndStroke(..) = draw_mode {
            let clip = self.clip().copied();
            self.add_rules(rules::from_fill(&on_page, clip.as_ref()));
        }
        if let DrawMode::Stroke(stroke) | DrawMode::FillAndStroke(_, stroke) = draw_mode {
            let scale = props.transform.determinant().abs().sqrt();
            let width = f64::from(stroke.line_width) * scale;
            self.add_rules(rules::from_stroke(&on_page, width));
        }
    }

    fn push_clip_path(&mut self, clip_path: &ClipPath) {
        self.count();
        self.push_clip(Area::of(clip_path.path.bounding_box()));
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {
        self.count();
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        for glyph in run.glyphs() {
            self.count();
            if matches!(mode, DrawMode::Invisible) {
                self.drawing.invisible += 1;
            }
            self.add_glyph(glyph, props.transform * glyph.transform(), run.writing_mode());
        }
    }

    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {
        self.count();
        self.drawing.images += 1;
    }

    fn pop_clip(&mut self) {
        if self.clips.len() > 1 {
            self.clips.pop();
        }
    }

    fn pop_transparency_group(&mut self) {}

    fn begin_marked_content(&mut self, _: &[u8], properties: Option<&Dict<'_>>) {
        self.count();
        let text = properties
            .and_then(|properties| properties.get::<hayro_syntax::object::String<'_>>(ACTUAL_TEXT))
            .map(|text| decode_text(text.as_bytes()));
        self.marked.push(text.map(|text| (text, self.drawing.glyphs.len())));
    }

    fn end_marked_content(&mut self) {
        if let Some(Some((text, first))) = self.marked.pop() {
            self.replace(first, &text);
        }
    }
}
