# Packets say that they are capable of ECN.
# Noticed by: suites/wire/tcp/test_ecn.py::test_a_syn_does_not_ask_for_ecn
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook output priority 0; }'
nft 'add rule inet t c oifname wire0 ip ecn set ect0'
exec "$@"
