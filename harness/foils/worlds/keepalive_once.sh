# One probe that is not answered ends an idle connection.
# Noticed by: suites/wire/tcp/test_keepalive.py::test_by_default_nine_probes_are_sent_75_seconds_apart
echo 1 >/proc/sys/net/ipv4/tcp_keepalive_probes
exec "$@"
