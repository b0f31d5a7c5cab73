#!/usr/bin/env python3
"""核对一份“衡”的证据包。只用 Python 标准库，与“衡”程序无关，可以逐行读懂。

用法：python3 verify.py [证据包.zip 或解开的文件夹] [--head 另处留存的链尾] [--at 那时的记录条数]
退出码：0 全部相符；1 有不符的；2 包读不了。不写链尾时，只证明包内前后一致；
写上从别处（打印件、上级邮箱、保险柜）拿来的链尾，才能证明记录没有被截掉或整个重写。
"""
import hashlib
import json
import os
import sys
import zipfile

MASK = 0xFFFFFFFF


def rotate(x, n):
    n %= 32
    return ((x << n) | (x >> (32 - n))) & MASK


def sm3_plain(data):
    """SM3（GB/T 32905-2016）。"""
    v = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600,
         0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    size = len(data) * 8
    data = data + b"\x80" + b"\x00" * ((55 - len(data)) % 64) + size.to_bytes(8, "big")
    for start in range(0, len(data), 64):
        w = [int.from_bytes(data[start + i:start + i + 4], "big") for i in range(0, 64, 4)]
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15)
            x ^= rotate(x, 15) ^ rotate(x, 23)
            w.append(x ^ rotate(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = v
        for j in range(64):
            t = 0x79CC4519 if j < 16 else 0x7A879D8A
            ss1 = rotate((rotate(a, 12) + e + rotate(t, j)) & MASK, 7)
            ss2 = ss1 ^ rotate(a, 12)
            ff = a ^ b ^ c if j < 16 else (a & b) | (a & c) | (b & c)
            gg = e ^ f ^ g if j < 16 else (e & f) | (~e & MASK & g)
            tt1 = (ff + d + ss2 + (w[j] ^ w[j + 4])) & MASK
            tt2 = (gg + h + ss1 + w[j]) & MASK
            a, b, c, d = tt1, a, rotate(b, 9), c
            e, f, g, h = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g
        v = [x ^ y for x, y in zip(v, (a, b, c, d, e, f, g, h))]
    return "".join("%08x" % x for x in v)


def sm3_library(data):
    return hashlib.new("sm3", data).hexdigest()


def choose():
    """本机自带的 SM3 快得多；有而且算得一样就用它。"""
    try:
        same = sm3_library(b"abc") == sm3_plain(b"abc")
    except ValueError:
        same = False
    return sm3_library if same else sm3_plain


sm3 = choose()
ABC = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


class Bad(Exception):
    pass


def read(path):
    """包里的全部文件：名字到内容。"""
    parts = {}
    if os.path.isdir(path):
        for folder, _, names in os.walk(path):
            for name in names:
                full = os.path.join(folder, name)
                with open(full, "rb") as file:
                    parts[os.path.relpath(full, path).replace(os.sep, "/")] = file.read()
        return parts
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name in parts:
                raise Bad("包里有两个 " + name)
            parts[name] = archive.read(name)
    return parts


def manifest(parts):
    """清单上的每个文件都在、都没变，也没有多出来的。"""
    listed = {}
    for line in parts["manifest.txt"].decode().splitlines():
        digest, name = line.split("  ", 1)
        listed[name] = digest
    for name, digest in listed.items():
        if name not in parts:
            raise Bad("少了文件 " + name)
        if sm3(parts[name]) != digest:
            raise Bad("文件与清单上的摘要不符：" + name)
    for name in parts:
        if name not in listed and name != "manifest.txt":
            raise Bad("清单上没有这个文件：" + name)


def chain(parts, kept, at):
    """从本项目第一条记录起，逐条算到链尾；给出各条的摘要。"""
    head = dict(line.split("：", 1) for line in parts["chain/head.txt"].decode().splitlines())
    first, link = int(head["第一条"]), head["此前的链值"]
    digests = {}
    for number, digest in enumerate(parts["chain/digests.txt"].decode().split(), first):
        link = sm3((link + digest).encode())
        digests[number] = digest
        if number == at and kept != link:
            raise Bad("第%d条处的链值与另处留存的不符：%s" % (number, link))
    if first + len(digests) - 1 != int(head["记录条数"]) or link != head["链尾"]:
        raise Bad("算到最后与包里登记的链尾不符")
    if at is not None and at not in digests:
        raise Bad("包里没有第%d条，无法与另处留存的链尾比较" % at)
    if kept and at is None and kept != link:
        raise Bad("链尾与另处留存的不符：" + link)
    return digests, link


def events(parts, digests):
    """每条记录的原文都是链上的那一条；给出每项内容最后的摘要。"""
    last = {}
    for name in sorted(name for name in parts if name.startswith("events/")):
        facts = parts[name].decode().splitlines()
        number = int(dict(fact.split(" ", 1) for fact in facts)["number"])
        if name != "events/%08d.txt" % number or digests.get(number) != sm3(parts[name]):
            raise Bad("第%d条记录的原文与链上的摘要不符" % number)
        for fact in facts:
            if fact.startswith("record "):
                _, record, before, after = fact.split(" ")
                if last.get(record, "-") != before:
                    raise Bad("第%d条记录之前，%s 被改动过，或少了记录" % (number, record))
                last[record] = after
    return last, sum(name.startswith("events/") for name in parts)


def records(parts, last):
    """每项内容都是最后一条记录登记的那个样子。"""
    withheld = set(parts["withheld.txt"].decode().split())
    names = {"records/" + record.replace("/", "-") + ".json": record for record in last}
    for name in (name for name in parts if name.startswith("records/")):
        if name not in names:
            raise Bad("没有记录的内容：" + name)
    there = 0
    for name, record in names.items():
        if last[record] == "-" or record in withheld:
            if name in parts:
                raise Bad("不应有的内容：" + name)
        elif name not in parts:
            raise Bad("少了内容：" + record)
        elif sm3(parts[name]) != last[record]:
            raise Bad("内容与最后一条记录登记的摘要不符：" + record)
        else:
            there += 1
            belongs(parts, record, json.loads(parts[name]))
    return there, len(withheld)


def belongs(parts, record, row):
    """版本的表格、附件的内容与登记的摘要相符。"""
    if record.startswith("revision/"):
        form = row["form"].encode()
        if sm3(form) != row["digest"] or parts["papers/%d.json" % row["number"]] != form:
            raise Bad("第%d版的表格与登记的摘要不符" % row["number"])
    if record.startswith("attachment/") and "removed_at" not in row:
        content = parts.get("attachments/" + row["digest"])
        if content is None or sm3(content) != row["digest"]:
            raise Bad("附件的内容不见了或被换过：" + row["name"])


def main(words):
    kept, at = None, None
    while len(words) > 1 and words[-2] in ("--head", "--at"):
        kept, at = (words[-1].lower(), at) if words[-2] == "--head" else (kept, int(words[-1]))
        words = words[:-2]
    if kept is not None and len(kept) != 64:
        raise ValueError("链尾应是64位的十六进制数")
    parts = read(words[0] if words else os.path.dirname(os.path.abspath(__file__)))
    if sm3_plain(b"abc") != ABC:
        raise Bad("本程序的 SM3 算得不对")
    manifest(parts)
    digests, link = chain(parts, kept, at)
    last, count = events(parts, digests)
    there, withheld = records(parts, last)
    print("相符：%d条办理记录、%d项内容；另有%d项按权限未放入包内。" % (count, there, withheld))
    print("链尾：%s" % link)
    print("已与另处留存的链尾核对。" if kept else "请把链尾与另处留存的比较：包内一致只说明包没有被改。")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Bad as bad:
        sys.exit("不符：%s" % bad)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        print("包读不了：%r" % error, file=sys.stderr)
        sys.exit(2)
