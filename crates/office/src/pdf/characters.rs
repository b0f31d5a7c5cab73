//! What a glyph says: the characters PDF writers put in place of the ones the author typed.
//!
//! A PDF knows glyphs, and its table back to characters names one character for each glyph.
//! Where a font draws 人 and the radical ⼈ with one glyph, many writers name the radical.
//! Nothing here changes a character that has a meaning of its own.

/// The character a person reads where the file names a radical or a compatibility form.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{2f00}'..='\u{2fd5}' | '\u{2e80}'..='\u{2eff}' => radical(c),
        // Half-width blanks of Chinese fonts are named en spaces.
        '\u{a0}' | '\u{2002}' => ' ',
        _ => c,
    }
}

fn radical(c: char) -> char {
    // Kangxi radicals in their order in Unicode, U+2F00 onwards; then the forms of the
    // radicals supplement that fonts share with the ideograph.
    const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨青非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";
    const SUPPLEMENT: &[(char, char)] = &[
        ('⼾', '户'), // Unicode's own table names the traditional form
        ('⺟', '母'),
        ('⺠', '民'),
        ('⻁', '虎'),
        ('⻄', '西'),
        ('⻅', '见'),
        ('⻆', '角'),
        ('⻉', '贝'),
        ('⻋', '车'),
        ('⻓', '长'),
        ('⻔', '门'),
        ('⻘', '青'),
        ('⻙', '韦'),
        ('⻚', '页'),
        ('⻛', '风'),
        ('⻜', '飞'),
        ('⻝', '食'),
        ('⻢', '马'),
        ('⻣', '骨'),
        ('⻤', '鬼'),
        ('⻥', '鱼'),
        ('⻦', '鸟'),
        ('⻨', '麦'),
        ('⻩', '黄'),
        ('⻬', '齐'),
        ('⻮', '齿'),
        ('⻰', '龙'),
        ('⻳', '龟'),
    ];
    if let Some((_, ideograph)) = SUPPLEMENT.iter().find(|(radical, _)| *radical == c) {
        return *ideograph;
    }
    let index = (c as usize).wrapping_sub(0x2f00);
    KANGXI.chars().nth(index).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_become_the_ideographs_they_look_like() {
        assert_eq!(
            "⼈⼒资源⽬标⻓⻔⿕".chars().map(plain).collect::<String>(),
            "人力资源目标长门龠"
        );
    }

    #[test]
    fn other_characters_stay() {
        assert_eq!("≥95%（元／人）⺀".chars().map(plain).collect::<String>(), "≥95%（元／人）⺀");
    }
}
