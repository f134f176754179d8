# Little can be sent at a time.
# Noticed by: suites/wire/tcp/test_window_send.py::test_all_is_sent_that_the_window_allows
echo '4096 4096 4096' >/proc/sys/net/ipv4/tcp_wmem
exec "$@"
