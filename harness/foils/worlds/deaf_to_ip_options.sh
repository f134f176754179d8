# Segments with options in their IP header do not arrive.
# Noticed by: suites/wire/ip/test_options.py::test_a_segment_with_an_unknown_option_is_taken
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 meta l4proto tcp ip hdrlength > 5 drop'
exec "$@"
