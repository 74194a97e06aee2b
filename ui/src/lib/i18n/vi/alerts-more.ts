/** What the place “More” says of alerts. */
export const alertsMore = {
  'action.acknowledgeAlert': 'nhận cảnh báo',
  'action.unacknowledgeAlert': 'thôi nhận cảnh báo',
  'action.changeAlertWebhook': 'đổi nơi nhận cảnh báo',
  'action.renewAlertWebhookSecret': 'làm khóa ký mới cho cảnh báo',
  'action.testAlertWebhook': 'gửi thử cảnh báo',
  'action.changeWallSound': 'đổi tiếng báo ở màn hình tường',
  'action.takeOverShift': 'nhận ca trực',
  'action.handOverShift': 'giao ca trực',
  'action.noteInShiftLog': 'ghi sổ trực',
  'action.readHandOver': 'đã đọc lời giao ca',
} as const;
