use office::text::{Labels, read};
fn main() {
    for name in std::env::args().skip(1) {
        println!("=== {name}");
        let bytes = std::fs::read(&name).unwrap();
        let mut budget = office::Budget::new(office::Limits::default());
        let d = read(&name.as_str().into(), &bytes, Labels::built_in(), &mut budget).unwrap();
        for b in &d.blocks {
            match b {
                model::Block::Line(l) => {
                    println!("L {}: {:.80}", l.place.paragraph.unwrap(), l.text)
                }
                model::Block::Table(g) => {
                    for r in 0..g.rows {
                        let v: Vec<String> = g
                            .cells
                            .iter()
                            .filter(|c| c.row == r)
                            .map(|c| {
                                format!(
                                    "{}{}:{}",
                                    c.column,
                                    if c.column_span > 1 {
                                        format!("+{}", c.column_span)
                                    } else {
                                        String::new()
                                    },
                                    c.text().replace('\n', "⏎")
                                )
                            })
                            .collect();
                        println!("  {r:2} {}", v.join(" | "));
                    }
                }
            }
        }
        for f in &d.findings {
            println!("F {} {} {:.60}", f.code, f.message, f.quote);
        }
    }
}
