# No backlog is longer than 4.
# Noticed by: suites/wire/tcp/test_backlog.py::test_a_large_backlog_is_granted
echo "4" >/proc/sys/net/core/somaxconn
exec "$@"
