"""A demo as a page gets it, and the code that shows it in a page without a browser."""

LIVE = {"frame": 0, "sets": {}, "fields": {}, "params": {}}
EMBED = {"spec": {}, "renderer": "canvas", "params": ["noise", "brush"]}
PANEL = [
    {"name": "go", "kind": "button", "label": "Go", "help": "Starts."},
    {"name": "bias", "kind": "slider", "low": -1, "high": 1, "step": 0.1, "label": "Bias", "help": "Shifts the line."},
    {"name": "mood", "kind": "choice", "label": "Mood", "help": "Which one."},
    {"name": "on", "kind": "toggle", "label": "On", "help": "Whether."},
]
FIELDS = {
    "control:go": {"disabled": False, "label": "Go"},
    "control:bias": {"value": 0.25, "disabled": False, "options": []},
    "control:mood": {"value": "b", "disabled": True, "options": [["a", "A"], ["b", "B"]]},
    "control:on": {"value": True, "disabled": False, "options": []},
    "text": "It is so.",
    "error": "",
    "notes": [{"title": "Numbers", "lines": ["one", "two"]}],
}
STATE = {"_live": {**LIVE, "fields": FIELDS}, "_embed": EMBED, "_panel": PANEL, "_pointer": True, "_vega": "v"}

SHOW = """
const dom = await load("dom.mjs");
const { model, vega, paint, listening, changeTheme, element } = dom.page(payload);
const { default: widget } = await load(payload.widget);
const { initialize, render } = widget();
const end = initialize({ model });
const el = element();
let close = render({ model, el });
await paint();
const tell = (news) => model.tell("msg:custom", { kind: "frame", sets: {}, ...news }, news.buffers ?? []);
const told = (kind) => model.sent.filter((message) => message.kind === kind);
const find = (tag, label = "") => el.all().find((e) => e.tag === tag && `${e.title}${e.textContent}`.includes(label));
"""
