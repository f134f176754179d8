# A FIN does not arrive.
# Noticed by: suites/wire/tcp/test_states_closing.py::test_a_fin_is_acknowledged_and_told
# Needs: nft (apt install nftables)
ip link show wire0 >/dev/null 2>&1 || exec "$@"
nft add table inet t
nft 'add chain inet t c { type filter hook input priority 0; }'
nft 'add rule inet t c iifname wire0 tcp flags & fin == fin drop'
exec "$@"
