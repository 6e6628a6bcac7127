#ifndef EARSHOT_FILES_FOLDER_LOCK_H
#define EARSHOT_FILES_FOLDER_LOCK_H

#include <filesystem>

namespace earshot {

/// Keeps a folder to one program while it lives. The lock goes with the program, however that ends; the empty
/// file `.lock` stays.
class FolderLock {
public:
  /// @throws UserError when another program has the folder. A file system that knows no locks is let pass.
  explicit FolderLock(const std::filesystem::path &folder);
  ~FolderLock();
  FolderLock(const FolderLock &) = delete;
  FolderLock &operator=(const FolderLock &) = delete;

private:
  int file_;
};

} // namespace earshot

#endif
