# No SYN is answered with a cookie.
# Noticed by: suites/wire/tcp/test_backlog.py::test_every_syn_is_answered_however_many_wait
echo "0" >/proc/sys/net/ipv4/tcp_syncookies
exec "$@"
