# The end of a closed socket is sent again once.
# Noticed by: suites/wire/tcp/test_retransmission.py::test_the_end_of_a_socket_that_is_closed_is_sent_again_time_and_again
echo 1 >/proc/sys/net/ipv4/tcp_orphan_retries
exec "$@"
