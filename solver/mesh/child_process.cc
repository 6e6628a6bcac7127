#include "solver/mesh/child_process.h"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <system_error>

namespace earshot {

namespace {

[[noreturn]] void be_the_child(int pipe_end, unsigned int seconds, const std::function<std::string()> &work) {
  prctl(PR_SET_PDEATHSIG, SIGKILL); // nobody waits for what it makes when this process is killed
  for (const int fatal : {SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGILL}) // nobody's reports of crashes
    std::signal(fatal, SIG_DFL);
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  alarm(seconds);
  try {
    const std::string bytes = work();
    for (std::size_t written = 0; written < bytes.size();) {
      const ssize_t some = write(pipe_end, bytes.data() + written, bytes.size() - written);
      if (some < 0 && errno != EINTR)
        _exit(1);
      written += some > 0 ? static_cast<std::size_t>(some) : 0;
    }
  } catch (...) {
  }
  _exit(0);
}

std::string read_to_the_end(int pipe_end) {
  std::string bytes;
  std::array<char, 65536> buffer{};
  for (ssize_t some; (some = read(pipe_end, buffer.data(), buffer.size())) != 0;)
    if (some > 0)
      bytes.append(buffer.data(), static_cast<std::size_t>(some));
    else if (errno != EINTR)
      break;
  return bytes;
}

} // namespace

ChildOutcome in_child_process(unsigned int seconds, const std::function<std::string()> &work) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0)
    throw std::system_error(errno, std::generic_category(), "no pipe to another process");
  const pid_t child = fork();
  if (child == 0)
    be_the_child(ends[1], seconds, work);
  const int reason = errno;
  close(ends[1]);
  if (child < 0) {
    close(ends[0]);
    throw std::system_error(reason, std::generic_category(), "no other process");
  }
  ChildOutcome outcome{ChildOutcome::Ending::done, read_to_the_end(ends[0])};
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
    outcome.ending = ChildOutcome::Ending::too_long;
  else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    outcome.ending = ChildOutcome::Ending::crashed;
  return outcome;
}

} // namespace earshot
