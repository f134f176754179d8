# Timestamps are neither offered nor taken.
# Noticed by: suites/wire/tcp/test_options_sent.py::test_data_carries_nothing_but_timestamps
echo 0 >/proc/sys/net/ipv4/tcp_timestamps
exec "$@"
