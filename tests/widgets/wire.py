"""A channel to a browser that is not there: keeps what the kernel sends, and hands in what a page would send."""

import itertools

from comm.base_comm import BaseComm


class Wire(BaseComm):
    """The comm of one widget."""

    def __init__(self, **kwargs):
        self.messages = []
        self._gestures = itertools.count(1)
        super().__init__(**kwargs)

    def publish_msg(self, msg_type, data=None, metadata=None, buffers=None, **keys):  # noqa: ARG002 - its base's
        """Keep a message of the kernel."""
        self.messages.append((msg_type, data or {}, buffers or []))

    def receive(self, **content):
        """Hand in a message of a page."""
        self.handle_msg({"content": {"data": {"method": "custom", "content": content}}, "buffers": []})

    def gesture(self, **content):
        """Hand in what a learner did, numbered as a page does it."""
        self.receive(**content, page="page", gesture=next(self._gestures))

    def paint(self, draw_ms=1.0, page="page"):
        """Say that ``page`` has painted every frame so far."""
        self.receive(kind="painted", page=page, frame=max([0, *(f["frame"] for f in self.frames)]), draw_ms=draw_ms)

    @property
    def opening(self):
        """The state that opened the channel, and its buffers."""
        return next((data["state"], buffers) for kind, data, buffers in self.messages if kind == "comm_open")

    @property
    def frames(self):
        """The frames sent so far."""
        return [data["content"] for _kind, data, _buffers in self.messages if data.get("method") == "custom"]

    @property
    def updates(self):
        """The changes of single traits sent so far."""
        return [data["state"] for _kind, data, _buffers in self.messages if data.get("method") == "update"]
