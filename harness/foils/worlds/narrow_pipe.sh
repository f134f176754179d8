# Large packets wait for each other.
# Noticed by: suites/wire/test_promptness.py::test_large_datagrams_leave_one_right_behind_the_other
# Needs: tc (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
tc qdisc add dev wire0 root tbf rate 1mbit burst 1600 latency 1s
exec "$@"
