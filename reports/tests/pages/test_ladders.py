"""Ladders: read from evidence, compared step by step, drawn as SVG."""
import xml.dom.minidom

import pytest

from reports.pages.drawing import drawing
from reports.pages.ladders import FAR, LINK, TARGET, difference, ending, ladder
from reports.tests.pages import crafted


def both(ours: dict, theirs: dict):
    """Two ladders and where they first differ."""
    one, other = ladder(ours), ladder(theirs)
    return one, other, difference(one, other)


def test_calls_of_both_sides_stand_in_the_order_of_time():
    found = ladder(crafted.evidence(wrong=False))

    assert [(rung.lane, rung.text) for rung in found.rungs[-6:]] == [
        (TARGET, "… sleeps"), (FAR, "socket(AF_INET, SOCK_STREAM)"), (FAR, "returned sock=1"),
        (FAR, "connect(sock=1, 127.0.0.1:40001)"), (FAR, "returned"), (TARGET, "returned sock=2 127.0.0.1:40002")]


def test_of_a_pair_the_server_stands_left_and_the_client_right():
    said = crafted.evidence(wrong=False)
    found = ladder({"server's transcript": said["target's transcript"], "client's transcript": said["peer's transcript"]})

    assert found.far == "client"
    assert [rung.lane for rung in found.rungs[-2:]] == [FAR, TARGET]


def test_on_the_link_of_a_pair_both_sides_calls_are_told_apart():
    said = "     0.00  server > accept sock=1\n     0.10  client > connect sock=1\n     0.20  client < returned"
    found = ladder({"server's transcript": "", "packets": said})

    assert [(rung.lane, rung.text) for rung in found.rungs] == [(TARGET, "accept(sock=1)"), (FAR, "connect(sock=1)"), (FAR, "returned")]


def test_packets_and_calls_stand_on_one_time_line():
    found = ladder(crafted.packets("FA seq 1, ack 1, win 65535"))

    assert found.packets
    assert [(rung.lane, rung.kind, rung.time) for rung in found.rungs[-3:]] == [(TARGET, "call", 3.11), (LINK, "sent", 3.20), (TARGET, "answer", 3.28)]


def test_without_evidence_there_is_no_ladder():
    assert ladder({}) is None
    assert ladder({"assertion": "assert False"}) is None


def test_the_first_difference_is_the_answer_that_differs():
    ours, theirs, found = both(crafted.evidence(wrong=True), crafted.evidence(wrong=False, port=50001))

    assert ours.rungs[found.ours].text == "raised EAGAIN"
    assert theirs.rungs[found.theirs].text.startswith("returned sock=2")


def test_ports_and_times_are_no_difference():
    _, _, found = both(crafted.evidence(wrong=False), crafted.evidence(wrong=False, port=50001))

    assert found is None


def test_an_address_that_stands_for_another_one_is_a_difference():
    said = "> 1 getsockname sock=1\n< 1 returned address=inet|127.0.0.1|7\n> 2 getsockname sock=1\n< 2 returned address=inet|127.0.0.1|{}"
    wrong, right = ({"target's transcript": said.format(port)} for port in (8, 7))

    _, _, found = both(wrong, right)

    assert (found.ours, found.theirs) == (3, 3)


def test_windows_differ_between_stacks_and_are_passed_over_while_something_else_differs():
    ours, _, found = both(crafted.packets("FA seq 1, ack 1, win 65535"), crafted.packets("R seq 1, win 0", port=50001))

    assert ours.rungs[found.ours].text == "FA seq 1, ack 1, win 65535"


def test_windows_are_the_difference_when_nothing_else_is():
    ours, _, found = both(crafted.packets("FA seq 1, ack 1, win 65535"), crafted.packets("FA seq 1, ack 1, win 100"))

    assert ours.rungs[found.ours].text == "FA seq 1, ack 1, win 65535"


def test_the_order_of_a_packet_and_an_answer_is_no_difference():
    text = crafted.packets("FA seq 1, ack 1, win 65535")["packets"].split("\n")
    swapped = "\n".join([*text[:-2], text[-1].replace("3.28", "3.19"), text[-2]])

    _, _, found = both({"packets": "\n".join(text)}, {"packets": swapped})

    assert found is None


def test_what_ends_first_has_nothing_more():
    whole = crafted.packets("FA seq 1, ack 1, win 65535")["packets"]

    _, theirs, found = both({"packets": "\n".join(whole.split("\n")[:-2])}, {"packets": whole})

    assert found.ours is None
    assert theirs.rungs[found.theirs].kind == "sent"


def test_a_call_that_never_returns_is_told_from_what_ends():
    hung = crafted.TRANSCRIPT.format(port=1) + "< 5 parked\n> 6 where call=5\n< 6 returned state=parked began=900000000 ended=900000001"
    ours, theirs, found = both(crafted.evidence(wrong=False) | {"target's transcript": hung}, crafted.evidence(wrong=False))

    assert ending(found, ours) == "accept(sock=1) never returned"
    assert [rung.text for rung in ours.rungs if rung.lane == TARGET][-3:] == ["accept(sock=1)", "… sleeps", "… still sleeps"]
    assert theirs.rungs[found.theirs].text == "returned sock=2 127.0.0.1:40002"


def test_bytes_are_shown_as_text_where_they_are_text():
    found = ladder({"target's transcript": "> 1 send sock=1 data=x6869\n> 2 send sock=1 data=x0001ff\n> 3 send sock=1 data=x" + "61" * 500})

    assert [rung.text for rung in found.rungs] == ['send(sock=1, "hi")', "send(sock=1, x0001ff)", "send(sock=1, x616161616161… 500 bytes)"]


HOSTILE = ["<script>alert(1)</script>", "\x00\x01\x1b[31m\ufffe\u202e", '"><svg onload=alert(1)>', "]]>", "&amp;<", "\ud800"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["packets", "target's transcript"])
def test_a_drawing_is_well_formed_whatever_the_target_said(kind, text):
    line = f"     0.00  > send {text}" if kind == "packets" else f"> 1 {text} data={text}"
    found = ladder({kind: f"{line}\n{text}\n     0.10                              ──> {text}"})

    svg = str(drawing(found, text, 0))

    drawn = {element.tagName for element in xml.dom.minidom.parseString(svg).getElementsByTagName("*")}
    assert drawn <= {"svg", "text", "title", "path", "rect"}
    assert not set(svg) & set("\x00\x1b\ufffe\u202e\ud800")


def test_a_long_ladder_is_drawn_around_its_mark():
    found = ladder({"target's transcript": "\n".join(f"> {number} send sock={number}" for number in range(3000))})

    svg = str(drawing(found, "mine", 1500))

    assert "send(sock=1500)" in svg and "send(sock=0)" in svg and "send(sock=1000)" not in svg
    assert "1464 steps more" in svg


def test_a_drawing_says_in_words_what_it_shows():
    ours, _, found = both(crafted.evidence(wrong=True), crafted.evidence(wrong=False))

    svg = xml.dom.minidom.parseString(drawing(ours, "mine", found.ours)).documentElement

    assert svg.getAttribute("aria-label") == "Ladder of mine, 14 steps; the first difference is step 10: raised EAGAIN"
