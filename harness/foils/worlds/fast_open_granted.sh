# Listeners grant fast open cookies.
# Noticed by: suites/wire/tcp/test_open_passive.py::test_a_listener_grants_no_cookie_by_default
echo "3" >/proc/sys/net/ipv4/tcp_fastopen
exec "$@"
