-- SPDX-License-Identifier: Apache-2.0
-- Does in Neovim what a person does: types a line, reads the finding, and takes its quick fix.
--
-- In the environment: SERVER, the command; FILE, which is opened. LINE is typed below the line that
-- contains AFTER; then the first quick fix that is offered and contains TAKE is taken. Without LINE
-- the findings of the file as it is are printed. The file on disk is not written.

-- Neovim's own messages go to stderr; what a test compares goes to stdout.
local function say(text) io.stdout:write(text .. "\n") end

-- As long as a busy machine may need for one step. Nothing waits for a time to pass.
local patience = 120000

local function wait(what, condition)
  if not vim.wait(patience, condition, 20) then error("waited in vain for " .. what, 0) end
end

local function session()
  vim.cmd("edit " .. vim.env.FILE)
  local buffer = vim.api.nvim_get_current_buf()
  local published -- The version of the text that the newest findings are about.
  local show = vim.lsp.handlers["textDocument/publishDiagnostics"]

  local client = vim.lsp.start_client({
    name = "cotidy-clangd",
    cmd = vim.split(vim.env.SERVER, " "),
    root_dir = vim.fn.getcwd(),
    -- The server is to see each key on its own, as it does when a person types slowly.
    flags = { debounce_text_changes = 0 },
    handlers = {
      ["textDocument/publishDiagnostics"] = function(failed, result, ...)
        show(failed, result, ...)
        published = result.version or published
      end,
    },
  })
  if not client then error("the server does not start", 0) end
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
      say(string.format("  %d:%d to %d:%d: %s [%s: %s]", each.lnum + 1, each.col + 1,
        each.end_lnum + 1, each.end_col + 1, vim.split(each.message, "\n")[1], each.source,
        each.user_data.lsp.code))
      local described = each.user_data.lsp.codeDescription
      say("  page: " .. (described and described.href or "none"))
    end
    return found
  end

  tell("opened")
  if not vim.env.LINE then return end

  local row = vim.fn.search("\\V" .. vim.env.AFTER, "w")
  vim.api.nvim_buf_set_lines(buffer, row, row, true, { "" })
  for at = 1, #vim.env.LINE do
    vim.api.nvim_buf_set_text(buffer, row, at - 1, row, at - 1, { vim.env.LINE:sub(at, at) })
  end
  local found = tell("typed")
  if #found == 0 then return end

  vim.api.nvim_win_set_cursor(0, { found[1].lnum + 1, found[1].col })
  vim.ui.select = function(items, options, choose)
    for index, item in ipairs(items) do
      local title = options.format_item(item)
      say("offered: " .. title)
      if title:find(vim.env.TAKE, 1, true) then return choose(item, index) end
    end
    say("not offered: " .. vim.env.TAKE)
    choose(nil, nil)
  end
  local before = vim.api.nvim_buf_get_changedtick(buffer)
  vim.lsp.buf.code_action()
  wait("the quick fix", function() return vim.api.nvim_buf_get_changedtick(buffer) > before end)
  say("now: " .. vim.api.nvim_buf_get_lines(buffer, row, row + 1, true)[1])
  -- Findings of the text in between are not those of this one.
  tell("left")
end

-- After an error in a script Neovim waits for a person.
local good, why = xpcall(session, debug.traceback)
if not good then
  io.stdout:write("failed: " .. why .. "\n")
  vim.cmd("cquit 1")
end
vim.cmd("qall!")
