"""What the benchmarks read from the page."""

import pytest
from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import serialize_msg_to_ws_v1

from tests.benchmarks.scene import delays, message_type


def test_the_type_of_a_kernel_message_is_read_as_the_server_writes_it():
    session = Session()
    parts = session.serialize(session.msg("comm_msg", {"data": {"method": "update"}}))
    _, parts = session.feed_identities(parts)
    message = serialize_msg_to_ws_v1([*parts[1:], b"a buffer"], "iopub")
    assert message_type(message) == "comm_msg"


def test_each_change_is_paired_with_its_own_first_paint():
    assert delays([100, 200, 300], [90, 112, 115, 230, 307]) == [12, 30, 7]


def test_a_change_without_a_paint_of_its_own_is_no_measurement():
    with pytest.raises(RuntimeError, match="not painted before the next"):
        delays([100, 200], [230])
