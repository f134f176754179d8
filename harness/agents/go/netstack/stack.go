package main

// The stack: its devices, addresses and routes, and what addresses are called.

import (
	"bufio"
	"compress/gzip"
	"net"
	"os"
	"strings"

	"gvisor.dev/gvisor/pkg/syserr"
	"gvisor.dev/gvisor/pkg/tcpip"
	"gvisor.dev/gvisor/pkg/tcpip/header"
	"gvisor.dev/gvisor/pkg/tcpip/link/loopback"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv4"
	"gvisor.dev/gvisor/pkg/tcpip/network/ipv6"
	"gvisor.dev/gvisor/pkg/tcpip/stack"
	"gvisor.dev/gvisor/pkg/tcpip/transport/icmp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/tcp"
	"gvisor.dev/gvisor/pkg/tcpip/transport/udp"
)

const (
	wire, local = 1, 2 // the devices, in the order in which interfaces are numbered
)

type network struct {
	*stack.Stack
	wired *driver
}

// A mistake of ours, not a finding.
func must(err tcpip.Error) {
	if err != nil {
		panic(err.String())
	}
}

// A stack with two devices: one on the descriptor, to which every route leads, and its own loopback.
func newNetwork(link int, addresses ...string) *network {
	n := &network{wired: newDriver(link), Stack: stack.New(stack.Options{
		NetworkProtocols: []stack.NetworkProtocolFactory{ipv4.NewProtocolWithOptions(ipv4.Options{IGMP: ipv4.IGMPOptions{Enabled: true}}),
			ipv6.NewProtocolWithOptions(ipv6.Options{MLD: ipv6.MLDOptions{Enabled: true}})},
		TransportProtocols: []stack.TransportProtocolFactory{tcp.NewProtocol, udp.NewProtocol, icmp.NewProtocol4, icmp.NewProtocol6},
		HandleLocal:        true,
	})}
	must(n.CreateNICWithOptions(wire, n.wired, stack.NICOptions{Name: "wire0"}))
	must(n.CreateNICWithOptions(local, loopback.New(), stack.NICOptions{Name: "lo"}))
	for _, one := range addresses {
		n.add(wire, one)
	}
	n.add(local, "127.0.0.1/8")
	n.add(local, "::1/128")
	loop4, loop6 := tcpip.AddressWithPrefix{Address: parse("127.0.0.1"), PrefixLen: 8}, tcpip.AddressWithPrefix{Address: parse("::1"), PrefixLen: 128}
	n.SetRouteTable([]tcpip.Route{{Destination: loop4.Subnet(), NIC: local}, {Destination: loop6.Subnet(), NIC: local},
		{Destination: header.IPv4EmptySubnet, NIC: wire}, {Destination: header.IPv6EmptySubnet, NIC: wire}})
	n.configure()
	return n
}

// The settings that gVisor's own runtime makes on its stack.
func (n *network) configure() {
	selective, delay, moderate := tcpip.TCPSACKEnabled(true), tcpip.TCPDelayEnabled(true), tcpip.TCPModerateReceiveBufferOption(true)
	ttl := tcpip.DefaultTTLOption(64)
	must(n.SetTransportProtocolOption(tcp.ProtocolNumber, &selective))
	must(n.SetTransportProtocolOption(tcp.ProtocolNumber, &delay))
	must(n.SetTransportProtocolOption(tcp.ProtocolNumber, &moderate))
	must(n.SetNetworkProtocolOption(ipv4.ProtocolNumber, &ttl))
	must(n.SetNetworkProtocolOption(ipv6.ProtocolNumber, &ttl))
}

// Give a device an address, which is there at once; without a length of its prefix it has that of a documentation network.
func (n *network) add(device tcpip.NICID, spelled string) {
	host, length, found := strings.Cut(spelled, "/")
	found4 := !strings.Contains(host, ":")
	protocol, bits := ipv6.ProtocolNumber, 64
	if found4 {
		protocol, bits = ipv4.ProtocolNumber, 24
	}
	if found {
		bits = int(decodeInteger(length))
	}
	must(n.AddProtocolAddress(device, tcpip.ProtocolAddress{Protocol: protocol,
		AddressWithPrefix: tcpip.AddressWithPrefix{Address: parse(host), PrefixLen: bits}}, stack.AddressProperties{}))
}

// An address as the stack has it: four bytes or sixteen.
func parse(host string) tcpip.Address {
	found := net.ParseIP(host)
	switch {
	case found == nil:
		panic(broken("no address is spelled " + host))
	case !strings.Contains(host, ":"):
		return tcpip.Address(found.To4())
	}
	return tcpip.Address(found.To16())
}

// The address of a socket, for the stack. Any address is none, to it; an interface is told only with link-local ones.
func (s *sock) native(v value) tcpip.FullAddress {
	given, is := v.(address)
	if !is {
		panic(broken("an address is wanted"))
	}
	if given.tag != s.tag {
		panic(unsupported("the stack takes no " + given.tag + " address on this socket"))
	}
	if given.port < 0 || given.port > 65535 {
		panic(unsupported("no port has such a number"))
	}
	found := tcpip.FullAddress{Addr: parse(given.host), Port: uint16(given.port)}
	if found.Addr.Unspecified() {
		found.Addr = ""
	}
	if header.IsV6LinkLocalUnicastAddress(found.Addr) || header.IsV6LinkLocalMulticastAddress(found.Addr) {
		found.NIC = tcpip.NICID(given.scope)
	}
	return found
}

// An address as it travels. On a socket of version 6 one of version 4 is mapped.
func (s *sock) foreign(found tcpip.FullAddress) address {
	if s.tag == "inet" {
		plain := found.Addr
		if plain == "" {
			plain = header.IPv4Any
		}
		return address{tag: "inet", host: spell(plain), port: int64(found.Port)}
	}
	plain := found.Addr
	switch len(plain) {
	case 0:
		plain = header.IPv6Any
	case 4:
		plain = "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff" + plain
	}
	out := address{tag: "inet6", host: spell(plain), port: int64(found.Port)}
	if header.IsV6LinkLocalUnicastAddress(plain) {
		out.scope = int64(found.NIC)
	}
	return out
}

// An address in the usual spelling.
func spell(plain tcpip.Address) string {
	if len(plain) == 16 && strings.HasPrefix(string(plain), "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\xff\xff") {
		return "::ffff:" + net.IP(plain[12:]).String()
	}
	return net.IP(plain).String()
}

// An error of the stack with the number that gVisor gives it; nil for none, and for the end of the data.
func failure(err tcpip.Error) interface{} {
	if err == nil {
		return nil
	}
	number := int(syserr.TranslateNetstackError(err).ToLinux())
	if number == 0 {
		return nil
	}
	return raised{number, err.String()}
}

// The version of Debian's package, if its papers are there.
func version() string {
	file, err := os.Open("/usr/share/doc/golang-gvisor-gvisor-dev/changelog.Debian.gz")
	if err != nil {
		return "unknown"
	}
	defer file.Close()
	plain, err := gzip.NewReader(file)
	if err != nil {
		return "unknown"
	}
	line, _ := bufio.NewReader(plain).ReadString('\n')
	_, line, _ = strings.Cut(line, "(")
	found, _, _ := strings.Cut(line, ")")
	return found
}
