"""Bytes in an old code page, read as the text that they most likely are.

In: bytes that are no UTF-8: a name in a ZIP that Windows wrote, a source that an old editor saved.
Out: the code page, and the text. Pure.

Neither a ZIP nor a text file says which code page it is in. Every reading is weighed by how much it looks like
writing: common characters of a language weigh much, letters in the wrong place or signs between letters weigh against
it. What is read wrongly shows a wrong name and costs nobody anything.
"""

import itertools
import re
import unicodedata
from collections.abc import Sequence
from functools import cache

# What Windows uses: in archives the code pages of its command line come first, in files those of its windows
ASIAN = ("gbk", "cp932", "big5", "cp949", "euc_jp")
OF_ARCHIVES = ("cp850", "cp852", "cp866", "cp737", "cp862", "cp857", "cp720", "cp775", "cp1125", "cp437")
OF_FILES = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "koi8_r")

# Frequent characters, in file names and comments of courses above all
CHINESE = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没"
    "日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理"
    "点问很最重并物应战向话感题名果业课程卷积网络神深度习机器视觉图像层池化卷训练测试实验报告姓号号第四五六七八九张王李刘陈杨赵黄周吴"
    "徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾"
    "计算数据代码答案交提夹件新建副本班级组最终版改函数输入出值返回步长填充核维均大伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红鹏辉"
)
TRADITIONAL = frozenset(
    "的一是不了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可里後小麼心多天而能好都然沒"
    "業課程卷積網絡路神經深度習機器視覺圖像層池化訓練測試實驗報告姓名號第四五六七八九張王李劉陳楊趙黃周吳徐孫胡朱林何郭馬羅梁宋鄭謝韓唐馮董"
    "計算數據資料程式碼答案交提夾檔案新增副本班級組最終版改函數輸入值返回步長填充核維均作三二十答題繳期末中練習"
)
JAPANESE = frozenset(
    "日一国人年大十二本中長出三時行見月後前生五間上東四今金九入学高円子外八六下来気小七山話女北午百書先名川千水半男西電校語"
    "土木聞食車何南万毎白天母火右読友左休父雨課題提出物畳込層演習回答解実験報告氏番号最終版修正関数入力値機械習深層画像認識処理田中佐藤鈴木高橋"
    "伊渡辺山本村林加吉井松清斎野原石森池橋阿部小太郎美香子健翔結衣大輔直樹智也作品第計算逆伝播結果一覧資料年度前期後学籍"
)
KOREAN = frozenset(
    "이다의는에을를가고하은로지기도한사리자어나인시서스아라그정수해보대만일전들있니요게과면부제구으주여성거장적안상마유공원소동신우모상조"
    "김박최강윤임한오신권황송류홍문양손배백허남심노곽차우민진준영현경재호은희숙연미선철용석훈혜빈과제숙실습합성곱신경망층풀링필터출력입력값함수"
    "번호학번이름반조최종수정본복사본제출답안코드연습문제중간기말딥러닝영상처리계산결과보고서채널컨볼루션레이어네트워크"
)
FAMILIAR = "äöüßÄÖÜéèêëàâçñáíóúãõåøæÉÅØÀÇÁÍÓÚÑïîôûùìò"  # of the Latin letters with marks, those of most names
KNOWN = "čřěšžůťďňČŘŠŽłąęśźżćńŁŚŻŹĆőűŐŰşğıİŞĞăâîșțţŢȘȚđĐžāēīūķļņģĀĒĪŪõÕŽ"
PUNCTUATION = "–—‘’“”„…«»·。、，（）「」『』！？：；　・ー№°"
FREQUENT = frozenset("оеаинтсрвлкмдпуяαοιετσνηυρπκμλάέίόςήיוהלאמתרבשנاليمنورتبةدحسكع")  # most of any text
ACCENTED = frozenset("άέήίόύώϊϋΐΰ")  # nearly every Greek word has one
FINAL = frozenset("ךםןףץةى")  # letters of Hebrew and Arabic that end a word
WORD = re.compile(r"[^\W\d_]+")


def likeliest(data: bytes, order: Sequence[str]) -> tuple[str, str]:
    """Return the code page that makes most sense of some bytes, and the text.

    Parameters
    ----------
    data : bytes
        In no UTF-8.
    order : sequence of str
        Code pages to try, the more usual first; of equals the first is taken.

    Returns
    -------
    (code page, text)
    """
    best, found = float("-inf"), ("latin-1", data.decode("latin-1"))
    for page in order:
        try:
            text = data.decode(page)
        except UnicodeDecodeError:
            continue
        worth = weight(text, page)
        if worth > best:
            best, found = worth, (page, text)
    return found


def name_of_archive(data: bytes) -> tuple[str, str]:
    """Return how the names of an archive are most likely meant: the code page, and the text."""
    return likeliest(data, (*ASIAN, *OF_ARCHIVES, *OF_FILES))


def text_of_file(data: bytes) -> tuple[str, str]:
    """Return how the bytes of a text file are most likely meant: the code page, and the text."""
    return likeliest(data, ("cp1252", *ASIAN, *OF_FILES[1:], *OF_ARCHIVES))


def weight(text: str, page: str) -> float:
    """Return how much a text looks like writing: the sum over its characters beyond ASCII."""
    total = float(sum(_sign(c) for c in text if not c.isascii() and not c.isalpha()))
    return total + sum(_word(word, page) for word in WORD.findall(text) if not word.isascii())


def _sign(character: str) -> float:
    """Return the weight of what is no letter: signs that people write weigh little, all others against a reading."""
    if character in PUNCTUATION:
        return 0.3
    if unicodedata.category(character) in ("Mn", "Mc"):  # vowels of Thai
        return 1.5
    return -3.0


def _word(word: str, page: str) -> float:
    scripts = [_script(character) for character in word]
    pairs = [pair for pair in itertools.pairwise(scripts) if pair[0] != pair[1]]
    beside_latin = -3.0 if scripts.count("CJK") == 1 else -1.5  # two bytes of which one is a letter of ASCII
    total = sum(beside_latin if {*pair} == {"CJK", "LATIN"} else 0.0 if "CJK" in pair else -2.5 for pair in pairs)
    marked = sum(not c.isascii() for c in word)
    is_strange = scripts[0] == "LATIN" and marked > max(
        1, len(word) - marked
    )  # hardly a word has more marks than letters
    for place, (character, script) in enumerate(zip(word, scripts, strict=True)):
        if character.isascii():
            continue
        total += -1.0 if is_strange and script == "LATIN" else _letter(character, script, page)
        if character.isupper() and place and word[place - 1].islower():
            total -= 2.5
        if character in FINAL and place < len(word) - 1:
            total -= 6.0
    if len(word) > 1 and word.isupper() and scripts[0] in ("CYRILLIC", "GREEK"):
        total -= 0.7 * marked
    if len(word) > 3 and set(scripts) == {"GREEK"} and word.islower() and not ACCENTED.intersection(word):
        total -= 0.5 * marked
    return total


def _letter(character: str, script: str, page: str) -> float:
    """Return the weight of a letter; those of two bytes count for both."""
    if script == "HANGUL":
        return 4.0 if character in KOREAN else 1.8 if _is_common(character, "euc_kr", 0xB0, 0xC8) else 0.0
    if script in ("HIRAGANA", "KATAKANA"):
        return 3.6 if len(character.encode(page, "replace")) > 1 else -0.5  # those of half a width are rare
    if script == "CJK":
        return _ideograph(character, page)
    if script == "LATIN":
        return 1.6 if character in FAMILIAR else 1.4 if character in KNOWN else 0.3
    if script in ("CYRILLIC", "GREEK", "HEBREW", "ARABIC", "THAI"):
        return 2.4 if character.casefold() in FREQUENT else 1.6
    return 0.0


def _ideograph(character: str, page: str) -> float:
    if page == "gbk":
        return 4.0 if character in CHINESE else 2.2 if _is_common(character, "gb2312", 0xB0, 0xD7) else 0.0
    if page == "big5":
        return 4.0 if character in TRADITIONAL else 2.0 if _is_common(character, "big5", 0xA4, 0xC6) else 0.0
    if page in ("cp932", "euc_jp"):
        return 4.0 if character in JAPANESE else 2.0 if _is_common(character, "shift_jis", 0x88, 0x97) else 0.0
    return 0.0


def _is_common(character: str, page: str, first: int, last: int) -> bool:
    """Whether a character stands among the common ones of a code page, which come first in it."""
    try:
        data = character.encode(page)
    except UnicodeEncodeError:
        return False
    return first <= data[0] <= last and (page in ("big5", "shift_jis") or data[-1] >= 0xA1)


@cache
def _script(character: str) -> str:
    """Return the alphabet of a letter, by the first word of its name."""
    first = unicodedata.name(character, "?").partition(" ")[0]
    return {"HALFWIDTH": "KATAKANA", "KATAKANA-HIRAGANA": "KATAKANA", "MICRO": "SIGN"}.get(first, first)
