import zipfile, os, sys
out = sys.argv[1]; os.makedirs(out, exist_ok=True)
W='http://schemas.openxmlformats.org/wordprocessingml/2006/main'
def zipf(name, parts):
    with zipfile.ZipFile(f"{out}/{name}", "w", zipfile.ZIP_DEFLATED, compresslevel=6) as z:
        for n, chunks in parts:
            with z.open(n, "w", force_zip64=True) as f:
                for c in chunks: f.write(c)
def doc(name, chunks):
    head = f'<w:document xmlns:w="{W}"><w:body>'.encode()
    def all():
        yield head
        yield from chunks
        yield b'</w:body></w:document>'
    zipf(name, [("word/document.xml", all())])
def rep(b, n, per=1000):
    big = b*per
    for _ in range(n//per): yield big
# bombs
doc("bomb-spaces-10g.docx", rep(b' '*1000000, 2000, 10))
doc("bomb-text-127m.docx", (c for p in ([b'<w:p><w:r><w:t>'], rep(('绩'*100).encode(), 430000), [b'</w:t></w:r></w:p>']) for c in p))
doc("text-120m.docx", (c for p in ([b'<w:p><w:r><w:t>'], rep(('绩'*100).encode(), 400000), [b'</w:t></w:r></w:p>']) for c in p))
doc("paragraphs-1m.docx", rep('<w:p><w:r><w:t>绩效目标</w:t></w:r></w:p>'.encode(), 1000000))
row = ('<w:tr>'+'<w:tc><w:p><w:r><w:t>产出指标</w:t></w:r></w:p></w:tc>'*4+'</w:tr>').encode()
doc("rows-1m.docx", (c for p in ([b'<w:tbl>'], rep(row, 1000000), [b'</w:tbl>']) for c in p))
doc("rows-120k.docx", (c for p in ([b'<w:tbl>'], rep(row, 120000), [b'</w:tbl>']) for c in p))
cell5=('<w:tr>'+'<w:tc>'+'<w:p/>'*4+'</w:tc>'+'</w:tr>').encode()
doc("cells-490k-blank.docx", (c for p in ([b'<w:tbl>'], rep(cell5, 490000), [b'</w:tbl>']) for c in p))
hdr=('<w:tr>'+''.join(f'<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>' for t in ['一级指标','二级指标','三级指标','指标值'])+'</w:tr>').encode()
ind=('<w:tr>'+''.join(f'<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>' for t in ['产出指标','数量指标','修建道路里程及养护','≥12公里，每年不少于3次，合格率达到95%以上'])+'</w:tr>').encode()
doc("indicators-120k.docx", (c for p in ([b'<w:tbl>', hdr], rep(ind, 120000), [b'</w:tbl>']) for c in p))
doc("headers-120k.docx", (c for p in ([b'<w:tbl>'], rep(hdr+ind, 60000), [b'</w:tbl>']) for c in p))
def sheet(name, chunks, shared=None):
    parts=[("[Content_Types].xml",[b'<Types/>']),
      ("_rels/.rels",[b'<Relationships><Relationship Id="r" Type="/officeDocument" Target="xl/workbook.xml"/></Relationships>']),
      ("xl/workbook.xml",[b'<workbook xmlns:r="r"><sheets><sheet name="a" r:id="1"/></sheets></workbook>']),
      ("xl/_rels/workbook.xml.rels",[b'<Relationships><Relationship Id="1" Type="/worksheet" Target="a.xml"/><Relationship Id="2" Type="/sharedStrings" Target="s.xml"/></Relationships>']),
      ("xl/a.xml", chunks)]
    if shared: parts.append(("xl/s.xml", shared))
    zipf(name, parts)
def rows(n, cells):
    yield b'<worksheet><sheetData>'
    buf=[]
    for r in range(1,n+1):
        buf.append(f'<row r="{r}">{cells}</row>')
        if len(buf)==2000: yield ''.join(buf).encode(); buf=[]
    yield ''.join(buf).encode()+b'</sheetData></worksheet>'
sheet("rows-1m.xlsx", rows(1000000,'<c><v>1</v></c>'))
sheet("rows-490k.xlsx", rows(490000,'<c><v>1234567.891</v></c>'))
sheet("rows-blank-1m.xlsx", rows(1000000,''))
sheet("inline-120k.xlsx", rows(120000,'<c t="inlineStr"><is><t>产出指标</t></is></c>'*4))
sheet("strings-2m.xlsx", rows(100000,'<c t="s"><v>7</v></c>'*4), (c for p in ([b'<sst>'], rep('<si><t>产出指标</t></si>'.encode(),2000000), [b'</sst>']) for c in p))
sheet("longstring-400k.xlsx", rows(490000,'<c t="s"><v>0</v></c>'), [b'<sst><si><t>', b'x'*30000, b'</t></si></sst>'])
open(f"{out}/text-30m.txt","wb").write(('一级指标\t二级指标\t三级指标\t指标值\n'.encode())+('产出指标\t数量指标\t修建道路\t≥12公里\n'.encode())*500000)
open(f"{out}/plain-30m.txt","wb").write('产出指标 数量指标 修建道路里程 ≥12公里\n'.encode()*500000)
open(f"{out}/line-30m.txt","wb").write('产出指标数量指标修建道路里程≥12公里'.encode()*500000)
open(f"{out}/plain-3m.txt","wb").write('一级指标 二级指标 三级指标 指标值\n'.encode()+'产出指标 数量指标 修建道路里程 ≥12公里\n'.encode()*50000)
open(f"{out}/pipes-3m.txt","wb").write('|一级指标|二级指标|三级指标|指标值|\n'.encode()+'|产出指标|数量指标|修建道路里程|≥12公里|\n'.encode()*50000)
open(f"{out}/glued-1m.txt","wb").write('项目绩效目标申报表\n一级指标二级指标三级指标指标值\n'.encode()+'产出指标数量指标修建道路里程≥12公里'.encode()*20000)
open(f"{out}/zeros-200m.txt","wb").write(b' '*200000000)
import zlib
def pdf(name, stream):
    z=zlib.compress(stream,9)
    objs=[b"<</Type/Catalog/Pages 2 0 R>>",b"<</Type/Pages/Count 1/Kids[3 0 R]>>",b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
      b"<</Filter/FlateDecode/Length %d>>stream\n"%len(z)+z+b"\nendstream"]
    o=b"%PDF-1.7\n"; offs=[]
    for i,x in enumerate(objs,1):
        offs.append(len(o)); o+=b"%d 0 obj"%i+x+b"endobj\n"
    x=len(o); o+=b"xref\n0 5\n0000000000 65535 f \n"+b"".join(b"%010d 00000 n \n"%f for f in offs)+b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"%x
    open(f"{out}/{name}","wb").write(o)
pdf("bomb-spaces.pdf", b' '*200000000)
pdf("glyphs-2m.pdf", b"BT /F 10 Tf "+b"1 0 0 1 50 50 Tm (hello world) Tj "*200000+b"ET")
pdf("lines-1m.pdf", b"0 0 m 500 500 l S 10 10 m 10 700 l S "*500000)
pdf("grid.pdf", b"".join(b"%d 0 m %d 800 l S 0 %d m 590 %d l S "%(i//2,i//2,i,i) for i in range(0,800)))
