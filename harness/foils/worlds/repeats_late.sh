# Nothing is repeated before three seconds.
# Noticed by: suites/wire/tcp/test_retransmission.py::test_what_is_not_acknowledged_is_sent_again_after_the_retransmission_timeout
# Needs: ip (apt install iproute2)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
ip route replace default dev wire0 rto_min 3s
exec "$@"
