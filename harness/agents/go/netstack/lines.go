package main

// Values <-> text, as ../../PROTOCOL.md spells them.

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

type (
	name   string  // a constant, or any other word
	text   string  // what stands in quotes
	set    []value // names and integers
	list   []value
	record []field // fields, in order
	value  interface{}
)

// A field of a line or of a record.
type field struct {
	name  string
	value value
}

// An address as it travels. The tag is inet, inet6 or unix; the host of a unix address is its path.
type address struct {
	tag, host         string
	port, flow, scope int64
}

// The value of a field, and whether it is there.
func (r record) get(name string) (value, bool) {
	for _, one := range r {
		if one.name == name {
			return one.value, true
		}
	}
	return nil, false
}

// What is no line of the protocol; a panic with it ends the reading of a line.
type malformed string

func isName(word string) bool {
	for place, char := range word {
		letter := char == '_' || 'a' <= char|0x20 && char|0x20 <= 'z'
		if !letter && (place == 0 || char < '0' || char > '9') {
			return false
		}
	}
	return word != "" && word[0] != 'x'
}

func escape(plain string) string {
	var out strings.Builder
	for _, char := range []byte(plain) {
		if 'a' <= char|0x20 && char|0x20 <= 'z' || '0' <= char && char <= '9' || strings.IndexByte("._~/:@+-", char) >= 0 {
			out.WriteByte(char)
		} else {
			fmt.Fprintf(&out, "%%%02X", char)
		}
	}
	return out.String()
}

func unescape(spelled string) string {
	parts := strings.Split(spelled, "%")
	out := parts[0]
	for _, part := range parts[1:] {
		if len(part) < 2 {
			panic(malformed("an escape that is cut off: " + spelled))
		}
		char, err := hex.DecodeString(part[:2])
		if err != nil {
			panic(malformed("no escape: " + part))
		}
		out += string(char) + part[2:]
	}
	return out
}

// The spelling of a value.
func encode(v value) string {
	switch v := v.(type) {
	case nil:
		return "none"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case int:
		return strconv.Itoa(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case name:
		return string(v)
	case text:
		if isName(string(v)) {
			return string(v)
		}
		return `"` + escape(string(v)) + `"`
	case []byte:
		return "x" + hex.EncodeToString(v)
	case address:
		if v.tag == "inet" {
			return fmt.Sprintf("inet|%s|%d", v.host, v.port)
		}
		return fmt.Sprintf("inet6|%s|%d|%d|%d", v.host, v.port, v.flow, v.scope)
	case set:
		return "{" + encodeAll(v) + "}"
	case list:
		return "[" + encodeAll(v) + "]"
	case record:
		return "(" + v.spell(",") + ")"
	}
	panic(fmt.Sprintf("no spelling for a %T", v))
}

func encodeAll(values []value) string {
	var parts []string
	for _, one := range values {
		parts = append(parts, encode(one))
	}
	return strings.Join(parts, ",")
}

func (r record) spell(separator string) string {
	var parts []string
	for _, one := range r {
		parts = append(parts, one.name+"="+encode(one.value))
	}
	return strings.Join(parts, separator)
}

// The value of a spelling.
func decode(spelled string) value {
	found, rest := decodeFirst(spelled)
	if rest != "" {
		panic(malformed("text behind a value: " + rest))
	}
	return found
}

// The first value of a text, up to a separator outside of brackets, and what follows on it.
func decodeFirst(spelled string) (value, string) {
	if spelled == "" || strings.IndexByte("{[(", spelled[0]) < 0 {
		end := strings.IndexAny(spelled, ",}])")
		if end < 0 {
			end = len(spelled)
		}
		return decodeAtom(spelled[:end]), spelled[end:]
	}
	opening, rest := spelled[0], spelled[1:]
	var fields record
	for rest != "" && strings.IndexByte("}])", rest[0]) < 0 {
		rest = strings.TrimPrefix(rest, ",")
		var one field
		if opening == '(' {
			var found bool
			if one.name, rest, found = strings.Cut(rest, "="); !found {
				panic(malformed("a record without names: " + spelled))
			}
		}
		one.value, rest = decodeFirst(rest)
		fields = append(fields, one)
	}
	if rest == "" {
		panic(malformed("brackets that do not close: " + spelled))
	}
	if opening == '(' {
		return fields, rest[1:]
	}
	values := make([]value, len(fields))
	for place, one := range fields {
		values[place] = one.value
	}
	if opening == '{' {
		return set(values), rest[1:]
	}
	return list(values), rest[1:]
}

func decodeAtom(spelled string) value {
	switch {
	case spelled == "none":
		return nil
	case isName(spelled):
		return name(spelled)
	case strings.HasPrefix(spelled, "x"):
		data, err := hex.DecodeString(spelled[1:])
		if err != nil {
			panic(malformed("no bytes: " + spelled))
		}
		return data
	case len(spelled) > 1 && spelled[0] == '"' && strings.HasSuffix(spelled, `"`):
		return text(unescape(spelled[1 : len(spelled)-1]))
	case strings.Contains(spelled, "|"):
		return decodeAddress(strings.Split(spelled, "|"))
	}
	return decodeInteger(spelled)
}

func decodeInteger(spelled string) int64 {
	number, err := strconv.ParseInt(spelled, 10, 64)
	if err != nil {
		panic(malformed("no value is spelled " + spelled))
	}
	return number
}

func decodeAddress(parts []string) address {
	switch {
	case parts[0] == "unix" && len(parts) == 2:
		return address{tag: "unix", host: unescape(parts[1])}
	case parts[0] == "inet" && len(parts) == 3:
		return address{tag: "inet", host: parts[1], port: decodeInteger(parts[2])}
	case parts[0] == "inet6" && len(parts) == 5:
		return address{"inet6", parts[1], decodeInteger(parts[2]), decodeInteger(parts[3]), decodeInteger(parts[4])}
	}
	panic(malformed("no address is spelled " + strings.Join(parts, "|")))
}

// A line: the call's number, its word, its fields.
func decodeLine(line string) (number int64, word string, fields record, fault string) {
	defer func() {
		if problem, is := recover().(malformed); is {
			fault = string(problem)
		}
	}()
	parts := strings.Fields(line)
	if len(parts) < 2 {
		panic(malformed("not a line of the protocol: " + line))
	}
	number, word = decodeInteger(parts[0]), parts[1]
	for _, part := range parts[2:] {
		name, spelled, found := strings.Cut(part, "=")
		if !found {
			panic(malformed("a field without a value: " + part))
		}
		fields = append(fields, field{name, decode(spelled)})
	}
	return number, word, fields, ""
}
