# A connection begins with one segment.
# Noticed by: suites/wire/tcp/test_congestion_start.py::test_the_first_flight_is_ten_segments
# Needs: ip (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
ip route replace default dev wire0 initcwnd 1
exec "$@"
