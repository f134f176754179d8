# All flows have one label.
# Noticed by: suites/wire/ip/test_hop_limit.py::test_other_flows_have_other_flow_labels
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 ip6 flowlabel set 5'
exec "$@"
