/** What the gateway's codes mean: what happened, what still works, what to do. */
export const codes = {
  'panel.unreachable': 'Không liên lạc được với cổng phát. Những gì đã lên lịch vẫn phát. Kiểm tra mạng rồi thử lại.',
  'panel.timeout': 'Cổng phát trả lời quá lâu. Thử lại sau ít phút.',
  'panel.cancelled': 'Đã thôi, không gửi nữa.',
  'panel.unexpected': 'Có trục trặc bất ngờ. Thử lại; nếu vẫn vậy, báo kỹ thuật viên.',
} as const;
