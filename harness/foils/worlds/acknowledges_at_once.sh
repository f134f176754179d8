# Every segment is acknowledged at once.
# Noticed by: suites/wire/tcp/test_delayed_ack.py::test_a_lone_segment_is_not_acknowledged_at_once
# Needs: ip (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
ip route replace default dev wire0 quickack 1
exec "$@"
