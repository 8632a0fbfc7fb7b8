"""One question for each kind of edit: it asks about the line, and does not say what to write there. Pure."""

from grader.model import Place, Proposal

QUESTIONS = {
    "frame": "The frame of zeros: how many rows and columns are cut off on each side, and what is left where pad is 0?",
    "summed": "Is the new value put in the place of the old one here, or added to it? Which of the two is due?",
    "repeated": "Is a place named more than once in this index? How often does this line add to it then?",
    "counter": "Two loops, one inside the other, have counters of one name. Which of the two is meant in each place?",
    "start": "What does this array hold before the first number is added to it? What should it hold?",
    "turned": "Which way round does the array on this line lie? Which of its entries meets the first one of the other?",
    "name": "Read each name on this line aloud. Does it stand for what you mean: rows or columns, image or window?",
    "exchanged": "Which of these names belongs to the rows, and which to the columns? Which is stride, and which pad?",
    "key": "Which entry of the parameters is read here, and which one do you need?",
    "large-exp": "What is np.exp(1000)? How can the numbers be smaller before exp, with the same result in the end?",
    "logarithm": "Which numbers on this line are logarithms, and which are none? May one be taken off the other?",
    "operator": "Work out this line by hand, with small numbers. Does each sign (+, -, *, /, //) do what you mean?",
    "comparison": "Which numbers pass this test and which do not? What happens when both sides are equal?",
    "term": "Work out this line by hand, for the smallest input that is wrong. Is a term missing, or is one too many?",
    "factor": "Work out this line by hand, with small numbers. By what should the result be multiplied or divided?",
    "often": "How many numbers does this line add up? How often is each term among them, and how often is it due?",
    "brackets": "In which order does Python work out this line? Put in brackets where you are not sure.",
    "number": "Why does this number stand here? Would it be right for an image or a window of another size?",
    "bound": "Where does this range begin, and which is the last place in it? Write its places down for a small case.",
    "index": "What does each index on this line stand for? Name the axes of the array from left to right.",
    "axis": "Over which axes do you sum (or search) here? Which axes should be left in the result?",
    "shape": "Print the shape of the result of this line. Which shape is due?",
    "order": "Print the shapes of what goes into this line. In which order should the axes, or the arguments, be?",
    "returned": "Which value is asked for first, and which one after it? In which order does this line return them?",
    "function": "What does the function on this line do with [1, 2, -3]? Is it what you need?",
    "rounding": "What does this line give for 5 / 2: 2, 2.5 or 3? Which one counts whole windows?",
    "whole": "What does this line make of 2.5, and of -2.5? Is a whole number due there?",
    "copy": "Do two names stand for the same array here? What happens to one when you write into the other?",
    "type": "Which type do the numbers here have? Can it hold every number that is due: 0.5, -1, 300, or 3000000000?",
    "argument-type": "Which type do the arguments have before this line reads them? "
    "Can it hold every number that you make of them: -1, 0.5, or 300?",
    "sign": "Should this value be added or taken away? Try it with one number.",
    "step": "How far is it from one window to the next on this line, for rows and for columns?",
    "place": "How often is this line run, and when? Should it be inside the loop, outside it, earlier or later?",
    "statement": "What does this line change? What would happen without it?",
    "condition": "When is this condition true? Is what is done then right, and what is done in the other case?",
}
NEARLY = 20  # hundredths of the cost of an edit: repairs as likely as the first
OTHER = "Work out this line by hand for the smallest input. Does it give what you mean?"


def question(kinds: tuple[str, ...]) -> str:
    """Return the question for the first kind of edit; a kind that is not known has a plain one."""
    return QUESTIONS.get(kinds[0], OTHER) if kinds else OTHER


def places(repairs: list[tuple[Proposal, ...]]) -> tuple[Place, ...]:
    """Return the lines to name: those of the most likely repair, or the range that equally likely ones lie in.

    Parameters
    ----------
    repairs : list of tuple of Proposal
        The most likely first; each of one edit, or of two.
    """
    cheapest = min(sum(one.cost for one in repair) for repair in repairs)
    likely = [one for one in repairs if sum(edit.cost for edit in one) <= cheapest + NEARLY]
    if len(likely[0]) > 1:
        return tuple(dict.fromkeys(_place(edit) for edit in likely[0]))
    best = likely[0][0]
    same = [one for (one, *_) in likely if (one.file, one.function) == (best.file, best.function)]
    first, last = min(one.first_line for one in same), max(one.last_line for one in same)
    shared = {*range(best.first_line, best.last_line + 1)}
    for one in same:
        shared &= {*range(one.first_line, one.last_line + 1)}
    if shared:
        first, last = min(shared), max(shared)
    return (Place(kind=best.kind, file=best.file, function=best.function, first_line=first, last_line=last),)


def _place(edit: Proposal) -> Place:
    return Place(
        kind=edit.kind,
        file=edit.file,
        function=edit.function,
        first_line=edit.first_line,
        last_line=edit.last_line,
    )
