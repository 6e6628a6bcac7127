/* The pages as they are, as constant data. REPORT_PAGE and EXPLORER_PAGE are their files. */
  .section .rodata
  .global earshot_report_page, earshot_report_page_end, earshot_explorer_page, earshot_explorer_page_end
earshot_report_page:
  .incbin REPORT_PAGE
earshot_report_page_end:
earshot_explorer_page:
  .incbin EXPLORER_PAGE
earshot_explorer_page_end:
  .section .note.GNU-stack, "", %progbits
