-- SPDX-License-Identifier: Apache-2.0
-- Prints the findings of the file that Neovim was started with, by whatever its settings start.
local function session()
  local came = vim.wait(120000, function() return #vim.diagnostic.get(0) > 0 end, 20)
  if not came then error("waited in vain for findings", 0) end
  for _, each in ipairs(vim.diagnostic.get(0)) do
    io.stdout:write(string.format("%d:%d [%s: %s]\n", each.lnum + 1, each.col + 1, each.source,
      each.user_data.lsp.code))
  end
end

-- After an error in a script Neovim waits for a person.
local good, why = xpcall(session, debug.traceback)
if not good then
  io.stdout:write("failed: " .. why .. "\n")
  vim.cmd("cquit 1")
end
vim.cmd("qall!")
