# Invalid segments are answered once a minute.
# Noticed by: suites/wire/tcp/test_challenge_limits.py::test_half_a_second_later_an_empty_segment_outside_the_window_is_acknowledged_again
echo 60000 >/proc/sys/net/ipv4/tcp_invalid_ratelimit
exec "$@"
