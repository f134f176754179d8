/* Values <-> text, as ../PROTOCOL.md spells them. Pure, and included by agent.c alone.
 *
 * A line is read in place: its values point into it, so it must stay as long as they do.
 */
#ifndef LINES_H
#define LINES_H

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --------------------------------------------------------------------------- memory that lasts as long as a call */

union block {
    union block *next;
    long long alignment;
    long double more_alignment;
};

struct memory {
    union block *blocks;
};

/* A program that has no memory left can do no more for anybody. */
static void *or_die(void *found)
{
    if (found == NULL)
        abort();
    return found;
}

static void *take(struct memory *from, size_t size)
{
    union block *block = or_die(calloc(1, sizeof *block + size));
    block->next = from->blocks;
    from->blocks = block;
    return block + 1;
}

static void release(struct memory *all)
{
    while (all->blocks) {
        union block *next = all->blocks->next;
        free(all->blocks);
        all->blocks = next;
    }
}

/* --------------------------------------------------------------------------- text that grows */

struct text {
    char *data;
    size_t size, room;
};

/* Makes room for `size` more bytes and a zero behind them, and counts them in; where they go. */
static char *more(struct text *to, size_t size)
{
    if (to->size + size >= to->room) {
        to->room = 2 * (to->size + size) + 256;
        to->data = or_die(realloc(to->data, to->room));
    }
    to->size += size;
    return to->data + to->size - size;
}

static void put(struct text *to, const char *format, ...)
{
    char part[512];
    va_list values;
    va_start(values, format);
    int size = vsnprintf(part, sizeof part, format, values);
    va_end(values);
    if (size >= (int) sizeof part)
        size = sizeof part - 1;
    memcpy(more(to, size), part, size);
}

static void put_bytes(struct text *to, const void *data, size_t size)
{
    static const char digits[] = "0123456789abcdef";
    const unsigned char *from = data;
    char *at = more(to, 1 + 2 * size);
    *at++ = 'x';
    for (size_t i = 0; i < size; i++) {
        *at++ = digits[from[i] >> 4];
        *at++ = digits[from[i] & 15];
    }
}

/* Text and paths: every byte that could be taken for something else as % and two digits. */
static void put_escaped(struct text *to, const char *data, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = data[i];
        if (byte < 128 && byte && (isalnum(byte) || strchr("._~/:@+-", byte)))
            *more(to, 1) = byte;
        else
            put(to, "%%%02X", byte);
    }
}

static void put_text(struct text *to, const char *text)
{
    put(to, "\"");
    put_escaped(to, text, strlen(text));
    put(to, "\"");
}

/* --------------------------------------------------------------------------- values that were read */

enum kind { NUMBER, NAME, NONE, BYTES, TEXT, ADDRESS, SET, LIST, RECORD };

struct value {
    enum kind kind;
    const char *field;                  /* what it is called in its line or record */
    long long number;
    char *data;                         /* of a name, bytes or text, unescaped, with a zero behind; of an address, its last part */
    size_t size;
    char *parts[5];                     /* of an address */
    int count;                          /* of an address's parts, or of items */
    struct value *items, *next;
};

struct reader {
    char *at;                           /* how far it has been read; the byte there may be cut off already */
    char stop;                          /* what stood there */
    struct memory *memory;
    jmp_buf *refuse;                    /* where to go with what is none of the protocol's */
};

static void refuse(struct reader *in)
{
    longjmp(*in->refuse, 1);
}

static int digit(struct reader *in, char byte)
{
    if (!isxdigit((unsigned char) byte))
        refuse(in);
    return isdigit((unsigned char) byte) ? byte - '0' : tolower((unsigned char) byte) - 'a' + 10;
}

static void read_bytes(struct reader *in, struct value *into, const char *text, size_t size)
{
    if (size % 2)
        refuse(in);
    into->kind = BYTES;
    into->size = size / 2;
    for (size_t i = 0; i < into->size; i++)
        into->data[i] = (char) (digit(in, text[2 * i]) << 4 | digit(in, text[2 * i + 1]));
}

static size_t unescape(struct reader *in, char *text)
{
    char *to = text;
    for (const char *from = text; *from; to++) {
        if (*from != '%') {
            *to = *from++;
        } else {
            *to = (char) (digit(in, from[1]) << 4 | digit(in, from[2]));
            from += 3;
        }
    }
    *to = 0;
    return (size_t) (to - text);
}

static void read_text(struct reader *in, struct value *into, char *text, size_t size)
{
    if (size < 2 || text[size - 1] != '"')
        refuse(in);
    text[size - 1] = 0;
    into->kind = TEXT;
    into->data = text + 1;
    into->size = unescape(in, into->data);
}

static void read_address(struct reader *in, struct value *into, char *text)
{
    into->kind = ADDRESS;
    while (text && into->count < 5) {
        into->parts[into->count++] = text;
        text = strchr(text, '|');
        if (text)
            *text++ = 0;
    }
    if (text)
        refuse(in);
    into->data = into->parts[into->count - 1];
    into->size = strcmp(into->parts[0], "unix") ? strlen(into->data) : unescape(in, into->data);
}

static void read_number(struct reader *in, struct value *into, char *text)
{
    char *end;
    into->kind = NUMBER;
    into->number = strtoll(text, &end, 10);     /* what does not fit becomes the largest, which fits nowhere either */
    if (end == text || *end)
        refuse(in);
}

static void read_atom(struct reader *in, struct value *into)
{
    char *text = in->at;
    size_t size = strcspn(text, " ,}])");
    in->at += size;
    in->stop = *in->at;
    *in->at = 0;
    into->data = text;
    into->size = size;
    if (*text == 'x')
        read_bytes(in, into, text + 1, size - 1);
    else if (*text == '"')
        read_text(in, into, text, size);
    else if (strchr(text, '|'))
        read_address(in, into, text);
    else if (isalpha((unsigned char) *text) || *text == '_')
        into->kind = strcmp(text, "none") ? NAME : NONE;
    else
        read_number(in, into, text);
}

static struct value *read_value(struct reader *in);

/* Values one behind the other, each with its field's name if they are named, up to `end`, which is passed over. */
static void read_items(struct reader *in, struct value *into, char separator, char end, int named)
{
    struct value **last = &into->items;
    while (in->stop != end) {
        char *name = NULL;
        if (in->stop == separator && into->count)
            in->stop = *++in->at;
        if (named) {
            name = in->at;
            in->at = strchr(in->at, '=');
            if (in->at == NULL)
                refuse(in);
            *in->at++ = 0;
        }
        *last = read_value(in);
        (*last)->field = name;
        last = &(*last)->next;
        into->count++;
        if (in->stop != separator && in->stop != end)
            refuse(in);
    }
    if (end)
        in->stop = *++in->at;
}

static struct value *read_value(struct reader *in)
{
    struct value *found = take(in->memory, sizeof *found);
    char opening = *in->at;
    if (opening == '{' || opening == '[' || opening == '(') {
        found->kind = opening == '{' ? SET : opening == '[' ? LIST : RECORD;
        in->stop = *++in->at;
        read_items(in, found, ',', opening == '{' ? '}' : opening == '[' ? ']' : ')', found->kind == RECORD);
    } else {
        read_atom(in, found);
    }
    return found;
}

/* The fields of a line, as one record; leaves through `refuse` when they are none. */
static struct value *read_fields(char *text, struct memory *memory, jmp_buf *refusal)
{
    struct reader in = {text, *text, memory, refusal};
    struct value *found = take(memory, sizeof *found);
    found->kind = RECORD;
    read_items(&in, found, ' ', 0, 1);
    return found;
}

static struct value *field(const struct value *record, const char *name)
{
    for (struct value *item = record->items; item; item = item->next)
        if (strcmp(item->field, name) == 0)
            return item;
    return NULL;
}

#endif
