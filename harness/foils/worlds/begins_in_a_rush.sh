# A connection begins with forty segments.
# Noticed by: suites/wire/tcp/test_congestion_start.py::test_the_first_flight_is_ten_segments_at_most
# Needs: ip (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
ip route replace default dev wire0 initcwnd 40
exec "$@"
