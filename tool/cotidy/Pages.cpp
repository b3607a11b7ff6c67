// SPDX-License-Identifier: Apache-2.0
// The pages of the checks, which the program carries with it.
#include "Pages.h"

namespace cotidy::driver {

llvm::StringRef pageOf(llvm::StringRef Check) {
  for (const Page &Each : pages())
    if (Each.Check == Check)
      return Each.Text;
  return "";
}

llvm::StringRef sectionOf(llvm::StringRef Text, llvm::StringRef Title) {
  std::string Heading = "\n## " + Title.str() + "\n";
  size_t Begin = Text.find(Heading);
  if (Begin == llvm::StringRef::npos)
    return "";
  llvm::StringRef Section = Text.drop_front(Begin + Heading.size());
  return Section.take_front(Section.find("\n## ")).trim();
}

} // namespace cotidy::driver
