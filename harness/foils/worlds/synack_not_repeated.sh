# A SYN-ACK is not repeated.
# Noticed by: suites/wire/tcp/test_open_retransmission.py::test_a_syn_ack_that_is_not_answered_is_sent_again_ever_more_rarely
echo 0 >/proc/sys/net/ipv4/tcp_synack_retries
exec "$@"
