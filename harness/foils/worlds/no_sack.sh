# SACK is neither offered nor permitted.
# Noticed by: suites/wire/tcp/test_options_sent.py::test_a_syn_offers_all_options_by_default
echo 0 >/proc/sys/net/ipv4/tcp_sack
exec "$@"
