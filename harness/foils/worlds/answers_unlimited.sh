# Unacceptable segments are all answered.
# Noticed by: suites/wire/tcp/test_challenge_limits.py::test_challenges_on_one_connection_are_throttled
echo 0 >/proc/sys/net/ipv4/tcp_invalid_ratelimit
exec "$@"
