/* Structs that CPython declares in a C file and in no header, member for member as it does there. */

/* Objects/rangeobject.c */
typedef struct {
    PyObject_HEAD
    PyObject *start;
    PyObject *stop;
    PyObject *step;
    PyObject *length;
} rangeobject;

/* Objects/funcobject.c */
typedef struct {
    PyObject_HEAD
    PyObject *cm_callable;
    PyObject *cm_dict;
} classmethod;

typedef struct {
    PyObject_HEAD
    PyObject *sm_callable;
    PyObject *sm_dict;
} staticmethod;

/* Objects/descrobject.c; a header has it from 3.12 on */
#if PY_VERSION_HEX < 0x030C0000
typedef struct {
    PyObject_HEAD
    PyObject *prop_get;
    PyObject *prop_set;
    PyObject *prop_del;
    PyObject *prop_doc;
    PyObject *prop_name;
    int getter_doc;
} propertyobject;
#endif

/* Modules/arraymodule.c */
typedef struct arrayobject {
    PyObject_VAR_HEAD
    char *ob_item;
    Py_ssize_t allocated;
    const struct arraydescr *ob_descr;
    PyObject *weakreflist;
    Py_ssize_t ob_exports;
} arrayobject;

/* Modules/_collectionsmodule.c: BLOCKLEN and MAXFREEBLOCKS */
typedef struct BLOCK {
    struct BLOCK *leftlink;
    PyObject *data[64];
    struct BLOCK *rightlink;
} block;

typedef struct {
    PyObject_VAR_HEAD
    block *leftblock;
    block *rightblock;
    Py_ssize_t leftindex;
    Py_ssize_t rightindex;
    size_t state;
    Py_ssize_t maxlen;
#if PY_VERSION_HEX >= 0x030B0000
    Py_ssize_t numfreeblocks;
    block *freeblocks[16];
#endif
    PyObject *weakreflist;
} dequeobject;

/* Objects/obmalloc.c; a header has it from 3.12 on */
#if PY_VERSION_HEX < 0x030C0000
struct pool_header {
    union { unsigned char *_padding; unsigned int count; } ref;
    unsigned char *freeblock;
    struct pool_header *nextpool;
    struct pool_header *prevpool;
    unsigned int arenaindex;
    unsigned int szidx;
    unsigned int nextoffset;
    unsigned int maxnextoffset;
};
#endif
