//! File names under which Chinese fonts are known, best first. Names only: nothing is read here.

/// A font file and where its Simplified Chinese face is in it.
pub(super) struct Known {
    /// The file's name, in lower case.
    pub file: &'static str,
    /// Position of the face in a collection; 0 in a plain font.
    pub face: u32,
}

const fn plain(file: &'static str) -> Known {
    Known { file, face: 0 }
}

const fn third(file: &'static str) -> Known {
    Known { file, face: 2 }
}

/// For the text: 仿宋 as official documents have it, else 宋, else any black face.
/// In the pan-Chinese collections (Noto, Source Han) the order is JP, KR, SC, TC, HK.
pub(super) const BODY: &[Known] = &[
    plain("simfang.ttf"),
    plain("仿宋_gb2312.ttf"),
    plain("fangsong_gb2312.ttf"),
    plain("fzfsk.ttf"),
    plain("fzfsjw.ttf"),
    plain("stfangso.ttf"),
    plain("stfangsong.ttf"),
    plain("simsun.ttc"),
    plain("simsun.ttf"),
    plain("songti.ttc"),
    plain("stsong.ttf"),
    third("notoserifcjk-regular.ttc"),
    plain("notoserifcjksc-regular.otf"),
    plain("notoserifsc-regular.otf"),
    third("sourcehanserif-regular.ttc"),
    plain("sourcehanserifsc-regular.otf"),
    plain("sourcehanserifcn-regular.otf"),
    plain("uming.ttc"),
    third("notosanscjk-regular.ttc"),
    plain("notosanscjksc-regular.otf"),
    plain("notosanssc-regular.otf"),
    third("sourcehansans-regular.ttc"),
    plain("sourcehansanssc-regular.otf"),
    plain("sourcehansanscn-regular.otf"),
    plain("simhei.ttf"),
    plain("msyh.ttc"),
    plain("pingfang.ttc"),
    plain("hiragino sans gb.ttc"),
    plain("stheiti light.ttc"),
    plain("wqy-zenhei.ttc"),
    plain("wqy-microhei.ttc"),
    plain("droidsansfallbackfull.ttf"),
];

/// For the title: 小标宋, else 黑体, else a bold face.
pub(super) const HEADING: &[Known] = &[
    plain("方正小标宋简体.ttf"),
    plain("方正小标宋_gbk.ttf"),
    plain("fzxbsjw.ttf"),
    plain("fzxbsk.ttf"),
    plain("simhei.ttf"),
    third("notoserifcjk-bold.ttc"),
    plain("notoserifcjksc-bold.otf"),
    third("sourcehanserif-bold.ttc"),
    plain("sourcehanserifsc-bold.otf"),
    plain("sourcehanserifcn-bold.otf"),
    third("notosanscjk-bold.ttc"),
    plain("notosanscjksc-bold.otf"),
    plain("stheiti medium.ttc"),
    plain("msyhbd.ttc"),
];

/// Not Chinese, but with signs that Chinese fonts lack; read only when one is missing.
pub(super) const SIGNS: &[Known] =
    &[plain("seguisym.ttf"), plain("apple symbols.ttf"), plain("dejavusans.ttf")];
