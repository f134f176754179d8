# All connections together challenge no more than a hundred times a second.
# Noticed by: suites/wire/tcp/test_challenge_limits.py::test_challenges_on_one_connection_do_not_use_up_those_of_others
echo "100" >/proc/sys/net/ipv4/tcp_challenge_ack_limit
exec "$@"
