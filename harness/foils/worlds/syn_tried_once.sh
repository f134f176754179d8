# A SYN is repeated once only.
# Noticed by: suites/wire/tcp/test_open_retransmission.py::test_a_syn_is_sent_again_six_times_by_default
echo 1 >/proc/sys/net/ipv4/tcp_syn_retries
exec "$@"
