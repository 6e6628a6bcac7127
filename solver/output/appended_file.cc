#include "solver/output/appended_file.h"

#include "solver/config/located.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace earshot {

AppendedFile::AppendedFile(std::filesystem::path path, std::size_t keep) : path_(std::move(path)) {
  file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
  if (file_ < 0)
    fail();
  if (::ftruncate(file_, static_cast<off_t>(keep)) != 0 || ::lseek(file_, 0, SEEK_END) < 0) {
    const int reason = errno;
    ::close(file_); // a constructor that throws gets no destructor
    errno = reason;
    fail();
  }
}

AppendedFile::~AppendedFile() {
  ::fsync(file_); // what can't be done is lost with the machine only
  ::close(file_);
}

void AppendedFile::append(const std::string &text) {
  for (std::size_t done = 0; done < text.size();) {
    const ssize_t written = ::write(file_, text.data() + done, text.size() - done);
    if (written < 0 && errno == EINTR)
      continue;
    if (written <= 0)
      fail();
    done += static_cast<std::size_t>(written);
  }
  if (const auto now = std::chrono::steady_clock::now();
      now - last_on_disk_ > std::chrono::milliseconds(500)) {
    bring_to_disk();
    last_on_disk_ = now;
  }
}

void AppendedFile::bring_to_disk() {
  // Some file systems (pipes, some network mounts) refuse to sync; the text is written all the same.
  if (::fsync(file_) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP)
    fail();
}

void AppendedFile::fail() const {
  throw UserError(fmt::format("can't write {}: {}", path_.string(), std::strerror(errno)));
}

} // namespace earshot
