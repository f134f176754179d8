# An idle connection is probed after a minute.
# Noticed by: suites/wire/tcp/test_keepalive.py::test_the_default_idle_time_is_two_hours_or_more
echo 60 >/proc/sys/net/ipv4/tcp_keepalive_time
exec "$@"
