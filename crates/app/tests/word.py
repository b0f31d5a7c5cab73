"""Reads Word files for the tests, with nothing but Python's standard library: it shares no line
with Heng and knows only what the standard says of comments and tracked changes.

    word.py comments FILE             each comment: author, text, the words and the cell it stands at
    word.py untouched OLD NEW         NEW is OLD but for comments by 衡 (exit code 1 and why if not)
    word.py rejected OLD NEW          NEW is OLD once the changes by 衡 are rejected (the same)
    word.py texts FILE accept|reject  every paragraph, changes by 衡 accepted or rejected
    word.py proof OLD ANNOTATED FIXED both proofs, then the comments and the accepted paragraphs
    word.py settle FILE accept|reject OUT   the file with the changes by 衡 accepted or rejected

It does not lay out, number or format anything."""

import json
import posixpath
import sys
import zipfile
from xml.etree import ElementTree

AUTHOR = "衡"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MARKS = {W + "commentRangeStart", W + "commentRangeEnd", W + "commentReference"}


def parts(path):
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names)), f"{path}: two parts of one name"
        return {name: archive.read(name) for name in names}


def related(parts, owner, kind):
    """The part that a relation of this kind leads to."""
    folder, _, name = owner.rpartition("/")
    relations = f"{folder}/_rels/{name}.rels".lstrip("/")
    for relation in ElementTree.fromstring(parts.get(relations, b"<none/>")):
        if relation.get("Type").rsplit("/", 1)[-1] == kind:
            target = relation.get("Target")
            found = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            return next((name for name in parts if name.lower() == found.lower()), found)
    return None


def main_part(parts):
    return related(parts, "", "officeDocument") or "word/document.xml"


def tree(data):
    """The XML, the strict namespace called by its usual name."""
    root = ElementTree.fromstring(data)
    for element in root.iter():
        element.tag = element.tag.replace(STRICT, W)
        for key in [key for key in element.attrib if key.startswith(STRICT)]:
            element.attrib[key.replace(STRICT, W)] = element.attrib.pop(key)
    return root


def by_us(element):
    return element.get(W + "author") == AUTHOR


# --- what the words are, wherever runs are cut --------------------------------------------------


def written(element):
    """The characters of a w:t: white space at the ends counts only where it is preserved."""
    text = element.text or ""
    return text if element.get(SPACE) == "preserve" else text.strip(" \t\r\n")


def looks(run):
    first = next(iter(run), None)
    own = first if first is not None and first.tag == W + "rPr" else None
    return plain(own) if own is not None else ""


def plain(element):
    return ElementTree.canonicalize(
        ElementTree.tostring(element, encoding="unicode"), strip_text=True
    )


def flat(element, settle=None, skip=frozenset(), around=()):
    """What an element holds, one entry a character or empty element, each with its looks and the
    tracked insertions around it: equal for two files whenever only the cuts of runs differ."""
    found = []
    for child in element:
        if child.tag in skip_tags(child, skip):
            continue
        ours = settle and by_us(child)
        if child.tag in (W + "ins", W + "del") and ours:
            if (child.tag == W + "ins") == (settle == "accept"):
                found += flat(child, settle, skip, around)
        elif child.tag == W + "ins" and len(child):
            key = tuple(sorted((k, v) for k, v in child.attrib.items() if k != W + "id"))
            found += flat(child, settle, skip, around + (key,))
        elif child.tag == W + "r":
            key = (looks(child), tuple(sorted(child.attrib.items())), around)
            for part in child:
                if part.tag == W + "rPr" or part.tag in skip_tags(part, skip):
                    continue
                if part.tag in (W + "t", W + "delText"):
                    found += [(one, key) for one in written(part)]
                else:
                    found.append((opened(part), key, flat(part, settle, skip)))
        else:
            text = (child.text or "").strip()
            found.append((opened(child), text, around, flat(child, settle, skip)))
    return found


def skip_tags(element, skip):
    """The comment marks that count as not there: those of these numbers."""
    return MARKS if element.get(W + "id") in skip and element.tag in MARKS else ()


def opened(element):
    return (element.tag, tuple(sorted(element.attrib.items())))


# --- comments -----------------------------------------------------------------------------------


def comment_elements(parts):
    name = related(parts, main_part(parts), "comments")
    if name is None or name not in parts:
        return []
    return [one for one in tree(parts[name]) if one.tag == W + "comment"]


def said(element):
    lines = []
    for paragraph in element.iter(W + "p"):
        lines.append("".join(piece(one) for one in paragraph.iter()))
    return "\n".join(lines)


def piece(element):
    if element.tag == W + "t" or element.tag.endswith("/math}t"):
        return written(element)
    sign = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
    # A tab stop of the paragraph's properties is called as a tab is.
    return sign.get(element.tag, "") if element.get(W + "val") is None else ""


class Walk:
    """Goes through the document in order; knows the open comments and the cell at hand."""

    def __init__(self):
        self.open, self.done, self.tables, self.cells, self.paragraphs = {}, {}, 0, [], []

    def cell(self):
        return list(self.cells[-1]) if self.cells else None

    def text(self, words):
        for one in self.open.values():
            one["anchored"] += words

    def go(self, element):
        tag, number = element.tag, element.get(W + "id")
        if tag == W + "commentRangeStart":
            assert number not in self.open and number not in self.done, f"{number} opens twice"
            self.open[number] = {"anchored": "", "cell": self.cell()}
        elif tag == W + "commentRangeEnd":
            self.done[number] = self.open.pop(number)
        elif tag == W + "commentReference":
            assert "reference" not in self.done[number], f"{number} is referred to twice"
            self.done[number]["reference"] = True
        elif tag == W + "tbl":
            self.table(element)
        elif tag in (W + "del", W + "moveFrom"):
            for mark in element.iter():
                if mark.tag in MARKS:
                    self.go(mark)
        elif tag in (W + "pPr", W + "rPr", MC + "Fallback"):
            pass
        else:
            if tag == W + "p":
                self.paragraphs.append((self.cell(), element))
            self.text(piece(element))
            for child in element:
                self.go(child)
            if tag == W + "p":
                self.text("\n")

    def table(self, table):
        """Rows and cells, also those inside content controls; columns as the grid counts them."""
        self.tables += 1
        number, row_number = self.tables, 0
        for row in inside(table, W + "tr"):
            row_number += 1
            column = 1 + value(row.find(f"{W}trPr/{W}gridBefore"), 0)
            for cell in inside(row, W + "tc"):
                self.cells.append((number, row_number, column))
                for child in cell:
                    self.go(child)
                self.cells.pop()
                column += value(cell.find(f"{W}tcPr/{W}gridSpan"), 1)


def inside(element, wanted):
    for child in element:
        if child.tag == wanted:
            yield child
        elif child.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            yield from inside(child, wanted)


def value(element, default):
    return default if element is None else int(element.get(W + "val"))


def comments(path):
    read = parts(path)
    walk = Walk()
    walk.go(tree(read[main_part(read)]))
    assert not walk.open, f"never closed: {list(walk.open)}"
    found = []
    for one in comment_elements(read):
        number = one.get(W + "id")
        place = walk.done.pop(number)
        assert place.pop("reference", False), f"{number} is never referred to"
        found.append({
            "id": number,
            "author": one.get(W + "author"),
            "initials": one.get(W + "initials"),
            "text": said(one),
            **place,
        })
    assert not walk.done, f"marks of no comment: {list(walk.done)}"
    return found


# --- what must be equal -------------------------------------------------------------------------


def differing(old, new, may_differ):
    for name in sorted(set(old) | set(new)):
        if name not in may_differ and old.get(name) != new.get(name):
            yield f"part {name} differs"


def first_difference(old, new):
    for at, (left, right) in enumerate(zip(old, new)):
        if left != right:
            if left[0] == right[0] and isinstance(left[-1], list) and left[:-1] == right[:-1]:
                return first_difference(left[-1], right[-1])
            return f"at {at}: {left!r:.300} is now {right!r:.300}"
    return f"{len(old)} entries are now {len(new)}: {(old + new)[min(len(old), len(new)):][:2]!r:.300}"


def compare(old, new, why):
    return [] if old == new else [f"{why}: {first_difference(old, new)}"]


def untouched(old_path, new_path):
    old, new = parts(old_path), parts(new_path)
    main = main_part(old)
    if old == new:
        return []
    folder, _, name = main.rpartition("/")
    part = related(new, main, "comments")
    relations = f"{folder}/_rels/{name}.rels"
    wrong = list(differing(old, new, {main, part, relations, "[Content_Types].xml"}))
    if main != main_part(new):
        wrong.append(f"the main part is now {main_part(new)}")
    known = [one.get(W + "id") for one in comment_elements(old)]
    before, after = comment_elements(old), comment_elements(new)
    wrong += compare([plain(one) for one in before], [plain(one) for one in after[: len(before)]],
                     "comments that were there")
    ours = {one.get(W + "id") for one in after[len(before):]}
    wrong += [f"number {one} is taken" for one in ours if one in known]
    wrong += [f"not by {AUTHOR}" for one in after[len(before):] if not by_us(one)]
    # A paragraph of one empty tag may have been opened; an empty run may have gone.
    wrong += compare(flat(tree(old[main])), flat(tree(new[main]), skip=ours), "document")
    for name in (relations, "[Content_Types].xml"):
        lines = [opened(one) for one in tree(old.get(name, b"<none/>"))]
        more = [opened(one) for one in tree(new[name])]
        wrong += compare(lines, more[: len(lines)], name)
        wrong += [f"{name} has {more}"] if len(more) > len(lines) + 1 else []
    wanted = "." + "wordprocessingml.comments+xml"
    types = [one for one in tree(new["[Content_Types].xml"])
             if (one.get("PartName") or "").lower() == f"/{part}".lower()]
    if len(types) != 1 or not types[0].get("ContentType").endswith(wanted):
        wrong.append(f"the content type of {part} is {[one.attrib for one in types]}")
    return wrong


def rejected(old_path, new_path):
    old, new = parts(old_path), parts(new_path)
    main = main_part(old)
    wrong = list(differing(old, new, {main}))
    before, after = tree(old[main]), tree(new[main])
    wrong += compare(flat(before), flat(after, settle="reject"), "document")
    used = [one.get(W + "id") for one in after.iter()
            if one.tag in (W + "ins", W + "del") and by_us(one)]
    taken = {one.get(W + "id") for one in before.iter()}
    wrong += [f"number {one} is used twice" for one in used if used.count(one) > 1 or one in taken]
    return wrong


def texts(path, settle):
    read = parts(path)
    walk = Walk()
    walk.go(tree(read[main_part(read)]))
    return [(cell, settled_text(paragraph, settle)) for cell, paragraph in walk.paragraphs]


def settled_text(element, settle):
    words = piece(element)
    if element.tag == W + "delText":
        words = written(element)
    for child in element:
        gone = {"accept": W + "del", "reject": W + "ins"}[settle]
        theirs = child.tag in (W + "del", W + "moveFrom") and not by_us(child)
        if (child.tag == gone and by_us(child)) or theirs or child.tag in (W + "p", W + "pPr"):
            continue
        if child.tag == W + "rPr" or child.tag == MC + "Fallback":
            continue
        words += settled_text(child, settle)
    return words


def settle(path, how, out):
    """Every change of ours carried out or undone in the tree itself, as a simple-minded Word would."""
    read = parts(path)
    name = main_part(read)
    root = tree(read[name])
    stays, goes = (W + "ins", W + "del") if how == "accept" else (W + "del", W + "ins")
    carry_out(root, stays, goes)
    read[name] = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, content in read.items():
            archive.writestr(part, content)


def carry_out(element, stays, goes):
    children = []
    for child in list(element):
        ours = by_us(child) and child.tag in (stays, goes)
        if ours and child.tag == goes:
            continue
        carry_out(child, stays, goes)
        if not ours:
            children.append(child)
            continue
        for text in child.iter(W + "delText"):
            text.tag = W + "t"
        children += list(child)
    element[:] = children


def main():
    what, *rest = sys.argv[1:]
    wrong = []
    if what == "comments":
        print(json.dumps(comments(rest[0]), ensure_ascii=False))
    elif what == "texts":
        print(json.dumps(texts(*rest), ensure_ascii=False))
    elif what == "proof":
        old, annotated, fixed = rest
        wrong = untouched(old, annotated) + rejected(old, fixed)
        found = {"comments": comments(annotated), "accepted": texts(fixed, "accept")}
        print(json.dumps(found, ensure_ascii=False))
    elif what == "settle":
        settle(*rest)
    else:
        wrong = {"untouched": untouched, "rejected": rejected}[what](*rest)
    print("\n".join(wrong), file=sys.stderr)
    sys.exit(1 if wrong else 0)


main()
