# Clients that find the queue full are reset.
# Noticed by: suites/wire/tcp/test_backlog.py::test_an_acknowledgement_to_a_full_queue_is_dropped
echo 1 >/proc/sys/net/ipv4/tcp_abort_on_overflow
exec "$@"
