/*
 * A PKCS#11 library that is another one with the manners of a network HSM: it waits, answers CKR_DEVICE_ERROR, has no
 * session left, or never returns. What it does is read anew at every call from the file NDC_TEST_PKCS11_CONTROL:
 *   delay <milliseconds> | device-error | no-sessions | hang | plain
 * The other library's path is in NDC_TEST_PKCS11_LIBRARY. Positions in the function list are those of PKCS#11 2.40, 3.1.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

typedef unsigned long CK_RV;
typedef struct { unsigned char major, minor; } CK_VERSION;
typedef struct { CK_VERSION version; void *of[68]; } CK_FUNCTION_LIST;

enum { GET_FUNCTION_LIST = 3, OPEN_SESSION = 12, ENCRYPT = 30, DECRYPT = 34 };
#define CKR_GENERAL_ERROR 0x05UL
#define CKR_DEVICE_ERROR 0x30UL
#define CKR_SESSION_COUNT 0xB1UL

static CK_FUNCTION_LIST ours;
static CK_FUNCTION_LIST *theirs;

static void control(char *word, size_t size, long *number) {
  word[0] = 0;
  *number = 0;
  const char *path = getenv("NDC_TEST_PKCS11_CONTROL");
  FILE *file = path == NULL ? NULL : fopen(path, "r");
  if (file == NULL) return;
  char line[128] = "";
  if (fgets(line, sizeof line, file) != NULL) {
    char first[64] = "";
    sscanf(line, "%63s %ld", first, number);
    strncpy(word, first, size - 1);
    word[size - 1] = 0;
  }
  fclose(file);
}

/* CKR_OK, or what the call answers instead of being carried out. */
static CK_RV before(void) {
  char word[64];
  long number;
  control(word, sizeof word, &number);
  if (strcmp(word, "delay") == 0) {
    struct timespec wait = {number / 1000, (number % 1000) * 1000000L};
    nanosleep(&wait, NULL);
  }
  if (strcmp(word, "hang") == 0)
    for (;;) pause();
  return strcmp(word, "device-error") == 0 ? CKR_DEVICE_ERROR : 0;
}

typedef CK_RV (*crypt_function)(unsigned long, unsigned char *, unsigned long, unsigned char *, unsigned long *);
static CK_RV encrypt(unsigned long session, unsigned char *data, unsigned long length, unsigned char *out, unsigned long *written) {
  CK_RV answer = before();
  return answer != 0 ? answer : ((crypt_function)theirs->of[ENCRYPT])(session, data, length, out, written);
}
static CK_RV decrypt(unsigned long session, unsigned char *data, unsigned long length, unsigned char *out, unsigned long *written) {
  CK_RV answer = before();
  return answer != 0 ? answer : ((crypt_function)theirs->of[DECRYPT])(session, data, length, out, written);
}
typedef CK_RV (*open_function)(unsigned long, unsigned long, void *, void *, unsigned long *);
static CK_RV open_session(unsigned long slot, unsigned long flags, void *application, void *notify, unsigned long *session) {
  char word[64];
  long number;
  control(word, sizeof word, &number);
  return strcmp(word, "no-sessions") == 0 ? CKR_SESSION_COUNT : ((open_function)theirs->of[OPEN_SESSION])(slot, flags, application, notify, session);
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **list) {
  if (theirs == NULL) {
    const char *path = getenv("NDC_TEST_PKCS11_LIBRARY");
    void *library = path == NULL ? NULL : dlopen(path, RTLD_NOW | RTLD_LOCAL);
    CK_RV (*get)(CK_FUNCTION_LIST **) = library == NULL ? NULL : (CK_RV (*)(CK_FUNCTION_LIST **))dlsym(library, "C_GetFunctionList");
    if (get == NULL || get(&theirs) != 0) return CKR_GENERAL_ERROR;
    memcpy(&ours, theirs, sizeof ours);
    ours.of[GET_FUNCTION_LIST] = (void *)C_GetFunctionList;
    ours.of[OPEN_SESSION] = (void *)open_session;
    ours.of[ENCRYPT] = (void *)encrypt;
    ours.of[DECRYPT] = (void *)decrypt;
  }
  *list = &ours;
  return 0;
}
