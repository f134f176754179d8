# Windows are small.
# Noticed by: suites/wire/tcp/test_scale.py::test_a_syn_offers_whole_segments_close_to_65535_bytes
echo '4096 4096 4096' >/proc/sys/net/ipv4/tcp_rmem
exec "$@"
