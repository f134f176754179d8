# Segments of 800 to 900 bytes do not arrive.
# Noticed by: suites/wire/test_sizes.py::test_a_segment_of_any_size_is_taken
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 meta l4proto tcp meta length 800-900 drop'
exec "$@"
