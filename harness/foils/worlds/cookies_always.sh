# Every SYN is answered with a cookie.
# Noticed by: suites/wire/tcp/test_states_syn_received.py::test_a_reset_returns_to_listening
echo "2" >/proc/sys/net/ipv4/tcp_syncookies
exec "$@"
