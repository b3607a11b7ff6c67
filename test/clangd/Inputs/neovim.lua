-- SPDX-License-Identifier: Apache-2.0
-- Does in Neovim what a person does: types a line, reads the finding, and takes its quick fix.
--
-- SERVER and FILE are in the environment; LINE is typed below the line that contains AFTER. Without
-- LINE the findings of the file as it is are printed. The file on disk is not written.

-- Neovim's own messages go to stderr; what a test compares goes to stdout.
local function say(text) io.stdout:write(text .. "\n") end

local function wait(what, condition)
  if not vim.wait(120000, condition, 20) then
    say("waited in vain for " .. what)
    vim.cmd("cquit 1")
  end
end

vim.cmd("edit " .. vim.env.FILE)
local buffer = vim.api.nvim_get_current_buf()
local published -- The version of the text that the newest findings are about.
local show = vim.lsp.handlers["textDocument/publishDiagnostics"]

local client = vim.lsp.start_client({
  name = "cotidy-clangd",
  cmd = vim.split(vim.env.SERVER, " "),
  root_dir = vim.fn.getcwd(),
  handlers = {
    ["textDocument/publishDiagnostics"] = function(failed, result, ...)
      show(failed, result, ...)
      published = result.version or published
    end,
  },
})
vim.lsp.buf_attach_client(buffer, client)

-- The findings about the text as it is now.
local function settled()
  wait("findings", function()
    return published and published >= (vim.lsp.util.buf_versions[buffer] or 0)
  end)
  return vim.diagnostic.get(buffer)
end

local function tell(title)
  local found = settled()
  say(title .. ": " .. #found)
  for _, each in ipairs(found) do
    say(string.format("  %d:%d: %s [%s: %s]", each.lnum + 1, each.col + 1,
      vim.split(each.message, "\n")[1], each.source, each.code or "?"))
    local described = (each.user_data.lsp or {}).codeDescription
    say("  page: " .. (described and described.href or "none"))
  end
  return found
end

tell("opened")
if vim.env.LINE then
  local row = vim.fn.search("\\V" .. vim.env.AFTER, "w")
  vim.api.nvim_buf_set_lines(buffer, row, row, true, { "" })
  for at = 1, #vim.env.LINE do
    vim.api.nvim_buf_set_text(buffer, row, at - 1, row, at - 1, { vim.env.LINE:sub(at, at) })
    vim.wait(1)
  end
  local found = tell("typed")
  if #found == 0 then vim.cmd("cquit 1") end

  vim.api.nvim_win_set_cursor(0, { found[1].lnum + 1, found[1].col })
  local chosen
  vim.ui.select = function(items, options, choose)
    for index, item in ipairs(items) do
      say("offered: " .. options.format_item(item))
      if not chosen and options.format_item(item):find("co_await") then chosen = index end
    end
    choose(items[chosen], chosen)
  end
  local before = vim.api.nvim_buf_get_changedtick(buffer)
  vim.lsp.buf.code_action()
  wait("the quick fix", function() return vim.api.nvim_buf_get_changedtick(buffer) > before end)
  say("now: " .. vim.api.nvim_buf_get_lines(buffer, row, row + 1, true)[1])
  wait("the end of the finding", function() return #settled() == 0 end)
  say("left: " .. #vim.diagnostic.get(buffer))
end
vim.cmd("qall!")
