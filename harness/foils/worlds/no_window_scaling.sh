# Window scaling is neither offered nor taken.
# Noticed by: suites/wire/tcp/test_scale.py::test_a_syn_ack_offers_scaling_if_the_syn_did
echo 0 >/proc/sys/net/ipv4/tcp_window_scaling
exec "$@"
