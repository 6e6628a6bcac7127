#include "solver/files/folder_lock.h"

#include "solver/config/located.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace earshot {

FolderLock::FolderLock(const std::filesystem::path &folder)
    : file_(open((folder / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0666)) {
  if (file_ < 0 || flock(file_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
    return;
  close(file_);
  throw UserError({folder.string(), 0, 0, ""},
                  "found a run that writes its results there now, expected another folder (-o)");
}

FolderLock::~FolderLock() {
  if (file_ >= 0)
    close(file_);
}

} // namespace earshot
